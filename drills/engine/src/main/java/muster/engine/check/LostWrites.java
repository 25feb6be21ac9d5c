package muster.engine.check;

import java.util.ArrayList;
import java.util.List;
import muster.engine.history.Evidence;
import muster.engine.history.Op;

/**
 * How many acknowledged writes are not in the store after recovery. A refused write that does stand there, and a write that was applied
 * twice, break it too: the store told a client what is not so.
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
        int lost = accounts.lost().size();
        String measured = "%s of %s".formatted(Quantities.grouped(lost), Quantities.grouped(told));
        if (lost > allowed
                || !accounts.resurrected().isEmpty()
                || !accounts.duplicated().isEmpty()) {
            return new Verdict.Broken(measured, why(accounts, told), witness(accounts));
        }
        return CutShort.judged(
                evidence,
                new Verdict.Holds(
                        measured,
                        lost == 0
                                ? "Each of %s is in the store.".formatted(Quantities.count(told, "acknowledged write"))
                                : "%s lost; %d allowed."
                                        .formatted(Quantities.count(lost, "acknowledged write"), allowed)));
    }

    private static String why(WriteAccounts accounts, long told) {
        List<String> parts = new ArrayList<>();
        if (!accounts.lost().isEmpty()) {
            parts.add("%s of %s not in the store"
                    .formatted(
                            Quantities.grouped(accounts.lost().size()),
                            told == 1
                                    ? "1 acknowledged write is"
                                    : Quantities.grouped(told) + " acknowledged writes are"));
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

    private static List<String> witness(WriteAccounts accounts) {
        List<String> lines = new ArrayList<>();
        list(lines, accounts.lost(), "and is not in the store");
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
