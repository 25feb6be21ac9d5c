package muster.engine.report;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import muster.engine.check.Reigns;
import muster.engine.check.Spacings;
import muster.engine.check.WriteAccounts;
import muster.engine.history.Event;
import muster.engine.history.Evidence;
import muster.engine.history.Op;

/** What the checks counted, in the shape of the report. */
final class FigureTables {

    private FigureTables() {}

    private static final int MOST_MISSING = 1_000;

    static Findings.Accounts accounts(Evidence evidence, WriteAccounts accounts) {
        return new Findings.Accounts(
                accounts.attempted(),
                accounts.acknowledged().size(),
                accounts.acknowledgedLate().size(),
                accounts.acknowledgedLocally().size(),
                accounts.refused().size(),
                accounts.unknown().size(),
                accounts.unknownApplied().size(),
                accounts.found().size(),
                accounts.lost().size(),
                accounts.diverged().size(),
                accounts.resurrected().size(),
                accounts.duplicated().size(),
                accounts.lost().stream().map(Op::id).toList(),
                missing(accounts),
                evidence.events(Event.Salvaged.class).stream()
                        .map(Event.Salvaged::file)
                        .distinct()
                        .toList(),
                accounts.readBack());
    }

    private static List<Findings.Missing> missing(WriteAccounts accounts) {
        Set<Op> diverged = new HashSet<>(accounts.diverged());
        return accounts.missing().stream()
                .limit(MOST_MISSING)
                .map(op -> missing(op, diverged.contains(op) ? "diverged" : "lost"))
                .toList();
    }

    private static Findings.Missing missing(Op op, String account) {
        String told = op.late() == null ? "acknowledged" : "acknowledged-late";
        return new Findings.Missing(
                op.id(),
                account,
                op.client(),
                op.endpoint(),
                WriteAccounts.locally(op) ? "acknowledged-locally" : told,
                op.returnNanos(),
                op.key(),
                Objects.requireNonNull(op.argument()));
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
