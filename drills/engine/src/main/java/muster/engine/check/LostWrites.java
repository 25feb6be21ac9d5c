package muster.engine.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import muster.engine.history.Evidence;
import muster.engine.history.Op;

/**
 * How many acknowledged writes are not in the store after recovery: lost, or left on a server that lost. A refused write that does stand
 * there, and a write that was applied twice, break it too: the store told a client what is not so. A write that was acknowledged with the
 * warning of a weaker promise is not counted when it is missing; the reason names how many are.
 *
 * @param allowed how many may be lost
 */
public record LostWrites(long allowed) implements Check {

    private static final int WITNESSES = 20;

    @Override
    public String word() {
        return "lost-writes";
    }

    @Override
    public String allows() {
        return Quantities.grouped(allowed);
    }

    @Override
    public Verdict judge(Evidence evidence) {
        WriteAccounts accounts = WriteAccounts.of(evidence);
        long told = (long) accounts.acknowledged().size()
                + accounts.acknowledgedLate().size();
        if (!accounts.readBack()) {
            return new Verdict.Undecided("not measured", "The writes were not read back after recovery.");
        }
        if (told == 0) {
            return new Verdict.Undecided("not measured", "No write was acknowledged, so that none could be lost.");
        }
        List<Op> missing = accounts.missing().stream()
                .filter(op -> !WriteAccounts.locally(op))
                .toList();
        String measured = "%s of %s".formatted(Quantities.grouped(missing.size()), Quantities.grouped(told));
        String warned = warned(accounts);
        if (missing.size() > allowed
                || !accounts.resurrected().isEmpty()
                || !accounts.duplicated().isEmpty()) {
            return new Verdict.Broken(measured, why(accounts, missing, told) + warned, witness(accounts, missing));
        }
        return CutShort.judged(
                evidence,
                new Verdict.Holds(
                        measured,
                        (missing.isEmpty()
                                        ? "Each of %s is in the store."
                                                .formatted(Quantities.count(told, "acknowledged write"))
                                        : "%s not in the store%s; %d allowed."
                                                .formatted(
                                                        Quantities.count(missing.size(), "acknowledged write"),
                                                        diverged(accounts, missing),
                                                        allowed))
                                + warned));
    }

    private static String why(WriteAccounts accounts, List<Op> missing, long told) {
        List<String> parts = new ArrayList<>();
        if (!missing.isEmpty()) {
            parts.add("%s of %s not in the store%s"
                    .formatted(
                            Quantities.grouped(missing.size()),
                            told == 1
                                    ? "1 acknowledged write is"
                                    : Quantities.grouped(told) + " acknowledged writes are",
                            diverged(accounts, missing)));
        }
        if (!accounts.resurrected().isEmpty()) {
            parts.add("%s in the store although refused"
                    .formatted(Quantities.count(accounts.resurrected().size(), "write")));
        }
        if (!accounts.duplicated().isEmpty()) {
            parts.add("%s applied more than once"
                    .formatted(Quantities.count(accounts.duplicated().size(), "write")));
        }
        return String.join(", ", parts) + ".";
    }

    private static String diverged(WriteAccounts accounts, List<Op> missing) {
        long diverged = missing.stream()
                .filter(new HashSet<>(accounts.diverged())::contains)
                .count();
        return diverged == 0
                ? ""
                : " (%s of them stood on the losing side alone, and %s salvaged)"
                        .formatted(Quantities.grouped(diverged), diverged == 1 ? "was" : "were");
    }

    private static String warned(WriteAccounts accounts) {
        long warned = accounts.missing().stream().filter(WriteAccounts::locally).count();
        return warned == 0
                ? ""
                : " Of %s acknowledged with a warning, which promises less, %s not in the store."
                        .formatted(
                                Quantities.grouped(
                                        accounts.acknowledgedLocally().size()),
                                warned == 1 ? "1 is" : Quantities.grouped(warned) + " are");
    }

    private static List<String> witness(WriteAccounts accounts, List<Op> missing) {
        List<String> lines = new ArrayList<>();
        Set<Op> diverged = new HashSet<>(accounts.diverged());
        list(lines, missing.stream().filter(op -> !diverged.contains(op)).toList(), "and is not in the store");
        list(lines, missing.stream().filter(diverged::contains).toList(), "and stood on the losing side alone");
        list(lines, accounts.resurrected(), "and is in the store");
        list(lines, accounts.duplicated(), "and was applied more than once");
        return lines;
    }

    private static void list(List<String> lines, List<Op> ops, String what) {
        ops.stream().limit(WITNESSES).forEach(op -> lines.add("%s %s".formatted(Wording.told(op), what)));
        if (ops.size() > WITNESSES) {
            lines.add("and %s more, with the numbers %s"
                    .formatted(
                            Quantities.grouped(ops.size() - WITNESSES),
                            String.join(
                                    ", ",
                                    ops.stream()
                                            .skip(WITNESSES)
                                            .map(op -> Long.toString(op.id()))
                                            .toList())));
        }
    }
}
