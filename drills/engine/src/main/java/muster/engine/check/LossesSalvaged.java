package muster.engine.check;

import java.util.List;
import muster.engine.history.Event;
import muster.engine.history.Evidence;
import muster.engine.history.Op;

/**
 * Nothing was lost in silence: every acknowledged write that is not in the store after recovery, whatever was promised with it, stood on a
 * server that lost and was salvaged there. Undecided if the writes were not read back, or if none was acknowledged.
 */
public record LossesSalvaged() implements Check {

    private static final int WITNESSES = 20;

    @Override
    public String word() {
        return "losses-salvaged";
    }

    @Override
    public String allows() {
        return "each write that is missing was salvaged";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        WriteAccounts accounts = WriteAccounts.of(evidence);
        if (!accounts.readBack()) {
            return new Verdict.Undecided("not measured", "The writes were not read back after recovery.");
        }
        if (accounts.found().isEmpty() && accounts.missing().isEmpty()) {
            return new Verdict.Undecided("not measured", "No write was acknowledged, so that none could be missing.");
        }
        List<Op> missing = accounts.missing();
        String measured = missing.isEmpty()
                ? "none missing"
                : "%s of %s"
                        .formatted(Quantities.grouped(accounts.diverged().size()), Quantities.grouped(missing.size()));
        if (!accounts.lost().isEmpty()) {
            return new Verdict.Broken(
                    measured,
                    "%s in the store nor in a salvage."
                            .formatted(
                                    accounts.lost().size() == 1
                                            ? "1 acknowledged write is neither"
                                            : Quantities.grouped(accounts.lost().size())
                                                    + " acknowledged writes are neither"),
                    accounts.lost().stream()
                            .limit(WITNESSES)
                            .map(op -> Wording.told(op) + " and is in neither")
                            .toList());
        }
        return CutShort.judged(
                evidence,
                new Verdict.Holds(
                        measured,
                        missing.isEmpty()
                                ? "Every acknowledged write is in the store."
                                : "What stood on the losing side alone was written to %s."
                                        .formatted(String.join(
                                                ", ",
                                                evidence.events(Event.Salvaged.class).stream()
                                                        .map(Event.Salvaged::file)
                                                        .distinct()
                                                        .toList()))));
    }
}
