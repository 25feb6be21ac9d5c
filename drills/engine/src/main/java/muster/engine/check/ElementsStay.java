package muster.engine.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import muster.engine.history.Evidence;
import muster.engine.history.Op;

/**
 * Each element that was acknowledged or seen is there from then on: every later read through the store's order sees it, and so does the
 * read-back, once. Undecided if no element was acknowledged, if fewer than ten reads asked for one that was known, or if the elements were
 * not read back.
 */
public record ElementsStay() implements Check {

    private static final int NEEDED = 10;
    private static final int WITNESSES = 20;

    @Override
    public String word() {
        return "elements-stay";
    }

    @Override
    public String allows() {
        return "each element, once, from when it is known";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        ElementAccounts accounts = ElementAccounts.of(evidence);
        if (accounts.acknowledged().isEmpty()) {
            return new Verdict.Undecided("not measured", "No element was acknowledged.");
        }
        String measured = "%s, %s lost, %s vanished, %s duplicated"
                .formatted(
                        Quantities.count(accounts.acknowledged().size(), "element"),
                        Quantities.grouped(accounts.lost().size()),
                        Quantities.grouped(accounts.vanished().size()),
                        Quantities.grouped(accounts.duplicated().size()));
        List<String> why = why(accounts);
        if (!why.isEmpty()) {
            return new Verdict.Broken(measured, String.join(", ", why) + ".", witness(accounts));
        }
        if (!evidence.readBack()) {
            return new Verdict.Undecided(measured, "The elements were not read back after recovery.");
        }
        if (accounts.reads() < NEEDED) {
            return new Verdict.Undecided(
                    measured,
                    "Only %s for an element that was known; %d are needed."
                            .formatted(
                                    accounts.reads() == 1
                                            ? "1 read asked"
                                            : Quantities.grouped(accounts.reads()) + " reads asked",
                                    NEEDED));
        }
        return CutShort.judged(
                evidence,
                new Verdict.Holds(
                        measured,
                        "Each of %s of elements that were known saw them, and every element is there."
                                .formatted(Quantities.count(accounts.reads(), "read"))));
    }

    @Override
    public Optional<Counts> counts(Evidence evidence) {
        ElementAccounts accounts = ElementAccounts.of(evidence);
        return Optional.of(new Counts(
                List.of("Account", "Elements"),
                List.of(
                        Counts.row("attempted", Quantities.grouped(accounts.attempted())),
                        row("acknowledged", accounts.acknowledged()),
                        row("lost after recovery", accounts.lost()),
                        row("recovered: never answered, and there", accounts.recovered()),
                        row("duplicated", accounts.duplicated()),
                        row("never visible", accounts.neverVisible()),
                        row("missed by a read once known", accounts.vanished()))));
    }

    private static Counts.Row row(String account, List<?> elements) {
        return Counts.row(account, Quantities.grouped(elements.size()));
    }

    private static List<String> why(ElementAccounts accounts) {
        List<String> parts = new ArrayList<>();
        part(parts, accounts.lost().size(), "lost after recovery");
        part(parts, accounts.vanished().size(), "missed by a read once known");
        part(parts, accounts.neverVisible().size(), "never visible");
        part(parts, accounts.duplicated().size(), "there more than once");
        return parts;
    }

    private static void part(List<String> parts, int number, String what) {
        if (number > 0) {
            parts.add("%s %s %s".formatted(Quantities.count(number, "element"), number == 1 ? "was" : "were", what));
        }
    }

    private static List<String> witness(ElementAccounts accounts) {
        List<String> lines = new ArrayList<>();
        accounts.vanished().stream().limit(WITNESSES / 2).forEach(absence -> {
            lines.add(Wording.call(absence.insert()));
            lines.add(Wording.call(absence.read()));
        });
        told(lines, accounts.lost(), "and is not there");
        told(lines, accounts.neverVisible(), "and no read saw it");
        told(lines, accounts.duplicated(), "and is there more than once");
        return lines;
    }

    private static void told(List<String> lines, List<Op> inserts, String what) {
        inserts.stream().limit(WITNESSES).forEach(insert -> lines.add("%s %s".formatted(Wording.told(insert), what)));
    }
}
