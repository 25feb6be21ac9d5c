package muster.engine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import muster.engine.check.WriteAccounts;
import muster.engine.history.Entry;
import muster.engine.history.Event;
import muster.engine.history.Evidence;
import muster.engine.history.Op;

/** One row for each promotion of a run: under which settings, what it lost, and what a write took before it. */
final class Rounds {

    private static final String SETTINGS = "settings";

    private final Evidence evidence;
    private final WriteAccounts accounts;
    private String settings = "its own settings";
    private long sinceNanos;

    private Rounds(Evidence evidence, WriteAccounts accounts) {
        this.evidence = evidence;
        this.accounts = accounts;
    }

    /** The rows; none if fewer than two promotions were ordered, since one is the run itself. */
    static List<Findings.Round> of(Evidence evidence, WriteAccounts accounts) {
        List<Findings.Round> rounds = new Rounds(evidence, accounts).rounds();
        return rounds.size() > 1 ? rounds : List.of();
    }

    private List<Findings.Round> rounds() {
        List<Findings.Round> rounds = new ArrayList<>();
        long last = 0;
        long broken = 0;
        for (Entry entry : evidence.journal()) {
            if (entry.event() instanceof Event.FaultBit bit
                    && fault(bit.injection()).equals(SETTINGS)) {
                settings = bit.evidence();
                sinceNanos = bit.proof().toNanos();
            }
            if (entry.event() instanceof Event.FaultIntended intended
                    && !intended.fault().equals(SETTINGS)) {
                broken = entry.atNanos();
            }
            if (entry.event() instanceof Event.ActBegan act && act.act().equals("promote")) {
                rounds.add(round(act.member(), last, broken, entry.atNanos()));
                last = entry.atNanos();
            }
        }
        return rounds;
    }

    private String fault(int injection) {
        return evidence.events(Event.FaultIntended.class).stream()
                .filter(intended -> intended.injection() == injection)
                .map(Event.FaultIntended::fault)
                .findFirst()
                .orElse("");
    }

    private Findings.Round round(String member, long lastNanos, long brokenNanos, long orderedNanos) {
        List<Op> told = evidence.ops().stream()
                .filter(WriteAccounts::wrote)
                .filter(op -> op.returnNanos() > lastNanos && op.returnNanos() <= orderedNanos)
                .toList();
        long missing = told.stream().filter(accounts.missing()::contains).count();
        long[] latencies = told.stream()
                .filter(op -> op.sentNanos() >= sinceNanos && op.returnNanos() < brokenNanos)
                .mapToLong(op -> op.doneNanos() - op.sentNanos())
                .sorted()
                .toArray();
        Optional<Long> first = evidence.ops().stream()
                .filter(op ->
                        WriteAccounts.wrote(op) && op.sentNanos() > brokenNanos && op.returnNanos() > orderedNanos)
                .map(op -> op.returnNanos() - orderedNanos)
                .min(Long::compare);
        return new Findings.Round(
                settings,
                member,
                told.size(),
                missing,
                latencies.length == 0 ? -1 : latencies[latencies.length / 2],
                first.orElse(-1L));
    }
}
