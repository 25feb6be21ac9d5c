package muster.engine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import muster.engine.check.Check;
import muster.engine.check.FaultBites;
import muster.engine.check.Limit;
import muster.engine.check.LostWritesBeside;
import muster.engine.check.Quantities;
import muster.engine.check.RedundancyReturns;
import muster.engine.check.Verdict;
import muster.engine.check.WriteAccounts;
import muster.engine.check.WriteGap;
import muster.engine.drill.Drill;
import muster.engine.drill.Step;
import muster.engine.history.Evidence;
import muster.engine.history.Op;
import muster.engine.history.Sighting;
import muster.engine.history.Span;

/** Works out what evidence means. A pure function: the same evidence gives the same report, on any machine, years later. */
public final class Reporter {

    private Reporter() {}

    /** The report on one run, from what its own folder says alone. */
    public static Report report(Drill drill, Evidence evidence) {
        return report(drill, evidence, Set.of());
    }

    /**
     * The report on one run.
     *
     * @param struck the harms, by their number, whose nodes were proved clean by what stands in the ledger; the journal may not say it, if
     *     it could not be written any more or Muster was killed and somebody else healed
     */
    public static Report report(Drill drill, Evidence evidence, Set<Integer> struck) {
        List<Findings.Judged> verdicts =
                checks(drill).stream().map(check -> judged(check, evidence)).toList();
        Optional<Span> fault =
                evidence.faultWindow().or(() -> InferredFault.of(evidence).map(InferredFault::window));
        WriteAccounts accounts = WriteAccounts.of(evidence);
        Outage outage = Outage.of(evidence);
        List<String> unhealed = Unhealed.remedies(evidence, struck);
        Findings findings = new Findings(
                Findings.SCHEMA,
                ExitCode.of(evidence, verdicts, unhealed),
                Sentence.of(evidence, verdicts, outage, accounts),
                evidence.facts(),
                fault.map(Span::fromNanos).orElse(0L),
                endNanos(evidence),
                fault.orElse(null),
                verdicts,
                Phases.of(evidence, outage),
                GapTable.of(evidence),
                TrafficTable.longestCall(evidence).orElse(null),
                FigureTables.accounts(evidence, accounts),
                FigureTables.elections(evidence),
                Comparisons.of(evidence, outage),
                FigureTables.instrument(evidence),
                Lanes.of(evidence),
                TrafficTable.of(evidence),
                Rounds.of(evidence, accounts),
                Besides.of(evidence),
                Storyline.of(evidence, fault.map(Span::fromNanos).orElse(0L)),
                unhealed,
                evidence.doubts());
        return new Report(drill, evidence, findings);
    }

    /** What the drill expects, then what every run is judged by that injects or waits. */
    private static List<Check> checks(Drill drill) {
        List<Check> checks = new ArrayList<>(drill.expect());
        List<Step> steps = drill.timeline().stream().flatMap(Reporter::all).toList();
        add(checks, new FaultBites(), steps.stream().anyMatch(Step.Inject.class::isInstance));
        add(checks, new RedundancyReturns(), steps.stream().anyMatch(Step.AwaitRedundancy.class::isInstance));
        add(checks, new LostWritesBeside(), !drill.beside().isEmpty());
        return checks;
    }

    private static void add(List<Check> checks, Check check, boolean applies) {
        if (applies && !checks.contains(check)) {
            checks.add(check);
        }
    }

    private static Stream<Step> all(Step step) {
        return switch (step) {
            case Step.Steady steady -> Stream.of(steady);
            case Step.Act act -> Stream.of(act);
            case Step.AwaitRedundancy await -> Stream.of(await);
            case Step.Inject inject ->
                Stream.concat(Stream.of(inject), inject.steps().stream().flatMap(Reporter::all));
        };
    }

    private static Findings.Judged judged(Check check, Evidence evidence) {
        Verdict verdict = check.judge(evidence);
        List<String> witness = switch (verdict) {
            case Verdict.Holds holds -> List.of();
            case Verdict.Broken broken -> broken.witness();
            case Verdict.Undecided undecided -> List.of();
        };
        return new Findings.Judged(
                check.word(),
                verdict.word(),
                verdict.measured(),
                allows(check, evidence),
                verdict.why(),
                witness,
                check.counts(evidence).orElse(null));
    }

    /** What a check allows in this run: a predicted limit as the length that it is. */
    private static String allows(Check check, Evidence evidence) {
        if (check instanceof WriteGap(Limit.Predicted predicted)) {
            return "at most %s, as predicted".formatted(Quantities.length(predicted.in(evidence)));
        }
        return check.allows();
    }

    private static long endNanos(Evidence evidence) {
        return LongStream.of(
                        evidence.journal().getLast().atNanos(),
                        evidence.ops().stream()
                                .mapToLong(Op::doneNanos)
                                .filter(nanos -> nanos < Long.MAX_VALUE)
                                .max()
                                .orElse(0),
                        evidence.sightings().stream()
                                .mapToLong(Sighting::answeredNanos)
                                .max()
                                .orElse(0))
                .max()
                .orElse(0);
    }
}
