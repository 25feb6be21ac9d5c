package muster.engine.report;

import java.util.List;
import muster.engine.check.Reigns;
import muster.engine.check.Spacings;
import muster.engine.check.WriteAccounts;
import muster.engine.history.Event;
import muster.engine.history.Evidence;
import muster.engine.history.Op;

/** What the checks counted, in the shape of the report. */
final class FigureTables {

    private FigureTables() {}

    static Findings.Accounts accounts(WriteAccounts accounts) {
        return new Findings.Accounts(
                accounts.attempted(),
                accounts.acknowledged().size(),
                accounts.acknowledgedLate().size(),
                accounts.refused().size(),
                accounts.unknown().size(),
                accounts.unknownApplied().size(),
                accounts.found().size(),
                accounts.lost().size(),
                accounts.resurrected().size(),
                accounts.duplicated().size(),
                accounts.lost().stream().map(Op::id).toList(),
                accounts.readBack());
    }

    static Findings.ElectionFindings elections(Evidence evidence) {
        Reigns reigns = Reigns.of(evidence);
        long first = reigns.reigns().isEmpty()
                ? reigns.lastTerm()
                : reigns.reigns().getFirst().term();
        return new Findings.ElectionFindings(
                reigns.elections(),
                first,
                reigns.lastTerm(),
                reigns.reigns().stream()
                        .map(reign ->
                                new Findings.Reign(reign.leader(), reign.term(), reign.fromNanos(), reign.toNanos()))
                        .toList());
    }

    static Findings.Instrument instrument(Evidence evidence) {
        List<Event.Hiccups> hiccups = evidence.events(Event.Hiccups.class);
        return new Findings.Instrument(
                evidence.worstStallNanos().orElse(-1L),
                hiccups.isEmpty() ? -1 : hiccups.getFirst().p99Nanos(),
                hiccups.isEmpty() ? 0 : hiccups.getFirst().samples(),
                evidence.events(Event.LoadShed.class).stream()
                        .mapToLong(Event.LoadShed::calls)
                        .sum(),
                writeSpacingNanos(evidence),
                Spacings.of(evidence).stream()
                        .map(spacing -> new Findings.Spacing(
                                spacing.member(), spacing.count() < 2 ? -1 : spacing.medianNanos(), spacing.count()))
                        .toList(),
                evidence.facts().instrument());
    }

    private static long writeSpacingNanos(Evidence evidence) {
        long[] due = evidence.ops().stream()
                .filter(Op::mutates)
                .mapToLong(Op::dueNanos)
                .sorted()
                .toArray();
        return due.length < 2 ? 0 : (due[due.length - 1] - due[0]) / (due.length - 1);
    }
}
