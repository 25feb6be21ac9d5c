package muster.scripts;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import muster.engine.check.BackToSnapshot;
import muster.engine.check.Bank;
import muster.engine.check.BrokenGuarantees;
import muster.engine.check.Check;
import muster.engine.check.Elections;
import muster.engine.check.ElementsStay;
import muster.engine.check.FaultBites;
import muster.engine.check.Limit;
import muster.engine.check.Linearizable;
import muster.engine.check.LocalReadGap;
import muster.engine.check.LocalReadsAnswer;
import muster.engine.check.LossesSalvaged;
import muster.engine.check.LostWrites;
import muster.engine.check.LostWritesBeside;
import muster.engine.check.RedundancyReturns;
import muster.engine.check.SessionGuarantees;
import muster.engine.check.StaleLocalReads;
import muster.engine.check.StalenessBound;
import muster.engine.check.WriteGap;
import muster.engine.check.WritesStop;
import muster.engine.check.session.Guarantee;
import muster.engine.drill.Workload;
import muster.scripts.shape.Choice;
import muster.scripts.shape.Field;
import muster.scripts.shape.Fields;
import muster.scripts.shape.Placed;
import muster.scripts.shape.Rows;
import muster.scripts.shape.Whole;
import muster.scripts.shape.Word;

/** The words of {@code expect}. */
final class ExpectWords {

    private static final String ACCOUNTS = "it judges registers, and this workload has accounts";

    private static final Field<Limit> GAP_AT_MOST = new Field<>(
            "at-most",
            "How long: what the plan foretells from the timers in force, or a length of time.",
            new Choice<Limit>(
                    "limit",
                    List.of(new Word.Bare<>(
                            "predicted",
                            "What the plan foretells from the timers in force, a split vote included.",
                            new Limit.Predicted())),
                    Map.of(),
                    Optional.of(Measures.LENGTH.as(Limit.Fixed::new))));

    private static final Field<Integer> ELECTIONS_AT_MOST =
            new Field<>("at-most", "How many new leaders.", new Whole(0, 100));

    private static final Field<Duration> SILENT_AT_MOST = new Field<>("at-most", "How long at most.", Measures.LENGTH);

    private static final Field<Duration> STALE_AT_MOST = new Field<>("at-most", "How long at most.", Measures.LENGTH);

    private static final Choice<Guarantee> GUARANTEE = new Choice<>(
            "guarantee",
            List.of(
                    guarantee(Guarantee.READ_YOUR_WRITES, "A read shows the client's own earlier writes."),
                    guarantee(Guarantee.MONOTONIC_READS, "A read shows what the client read before."),
                    guarantee(
                            Guarantee.MONOTONIC_WRITES,
                            "Who sees a write of a client also sees that client's earlier writes."),
                    guarantee(
                            Guarantee.WRITES_FOLLOW_READS,
                            "Who sees a write of a client also sees what that client had read before it.")));

    /** One expectation. */
    static final Choice<Check> SHAPE = new Choice<>(
            "check",
            List.of(
                    new Word.Valued<>(
                            new WriteGap(new Limit.Predicted()).word(),
                            "How long no write was acknowledged.",
                            new Fields<Check>(
                                    List.of(GAP_AT_MOST), values -> Optional.of(new WriteGap(values.get(GAP_AT_MOST)))),
                            check -> check),
                    new Word.Valued<>(
                            new LostWrites(0).word(),
                            "How many acknowledged writes may be missing from the store after recovery.",
                            new Whole(0, 1_000_000),
                            allowed -> new LostWrites(allowed)),
                    bare(
                            new LossesSalvaged(),
                            "Each acknowledged write that is missing after recovery was salvaged from the losing"
                                    + " side."),
                    bare(
                            new BackToSnapshot(),
                            "After a restore, what was acknowledged after the snapshot is gone and named, and nothing"
                                    + " else."),
                    bare(new Linearizable(), "Each register behaved as if there were one copy of it."),
                    new Word.Valued<>(
                            new Elections(0).word(),
                            "How often a new leader was elected.",
                            new Fields<Check>(
                                    List.of(ELECTIONS_AT_MOST),
                                    values -> Optional.of(new Elections(values.get(ELECTIONS_AT_MOST)))),
                            check -> check),
                    bare(new WritesStop(), "No write was acknowledged while the fault was held."),
                    bare(
                            new LocalReadsAnswer(),
                            "Members that were left answered reads of what they have while writes stopped."),
                    new Word.Valued<>(
                            new LocalReadGap(Duration.ZERO).word(),
                            "How long any member, hit or not, answered no read of what it has.",
                            new Fields<Check>(
                                    List.of(SILENT_AT_MOST),
                                    values -> Optional.of(new LocalReadGap(values.get(SILENT_AT_MOST)))),
                            check -> check),
                    bare(
                            new StaleLocalReads(),
                            "Members that were hit went on to answer reads of what they have, from the past."),
                    new Word.Valued<>(
                            new StalenessBound(Duration.ZERO).word(),
                            "How long before a local read its value may have been overwritten.",
                            new Fields<Check>(
                                    List.of(STALE_AT_MOST),
                                    values -> Optional.of(new StalenessBound(values.get(STALE_AT_MOST)))),
                            check -> check),
                    bare(
                            new SessionGuarantees(),
                            "No client is shown less than it wrote or read before, and no server less than its writes"
                                    + " follow."),
                    new Word.Valued<>(
                            new BrokenGuarantees(Set.of()).word(),
                            "Which session guarantees must be broken, and no other one: what a server that lags does"
                                    + " to its readers.",
                            new Rows<>("guarantee", GUARANTEE),
                            named -> new BrokenGuarantees(
                                    named.stream().map(Placed::value).collect(Collectors.toSet()))),
                    bare(
                            new ElementsStay(),
                            "Each inserted element is there, once, from when it is known (workload kind insert)."),
                    bare(new Bank(), "All accounts hold the same sum in every snapshot (workload kind bank).")),
            Map.of(
                    new FaultBites().word(),
                    "fault-bites is judged in every run that injects: take the line away",
                    new RedundancyReturns().word(),
                    "redundancy-returns is judged in every run that awaits it: take the line away",
                    new LostWritesBeside().word(),
                    "lost-writes-beside is judged in every run that watches something beside: take the line away"),
            Optional.empty());

    private ExpectWords() {}

    /** Why a check could never be decided under a load; empty if it could. */
    static Optional<String> undecidable(Check check, Workload workload) {
        boolean writes = workload.writesPercent() + workload.swapsPercent() > 0;
        boolean reads = workload.readsPercent() + workload.swapsPercent() > 0;
        boolean registers = workload.kind() != Workload.Kind.BANK;
        return switch (check) {
            case WriteGap gap -> unless(writes, check, "no call of the workload writes (reads: 100%)");
            case LostWrites lost -> unless(writes, check, "no call of the workload writes (reads: 100%)");
            case LossesSalvaged salvaged -> unless(writes, check, "no call of the workload writes (reads: 100%)");
            case BackToSnapshot back -> unless(writes, check, "no call of the workload writes (reads: 100%)");
            case WritesStop stop -> unless(writes, check, "no call of the workload writes (reads: 100%)");
            case Linearizable linearizable ->
                unless(
                        writes && reads && registers,
                        check,
                        registers
                                ? "it needs calls that read and calls that write"
                                : "transfers and snapshots are no part of it; bank judges them");
            case Elections elections -> Optional.empty();
            case LocalReadsAnswer local -> Optional.empty();
            case LocalReadGap gap -> Optional.empty();
            case StaleLocalReads stale ->
                unless(
                        writes && registers,
                        check,
                        registers ? "no call of the workload writes (reads: 100%)" : ACCOUNTS);
            case StalenessBound staleness ->
                unless(writes && registers, check, registers ? "no call of the workload writes" : ACCOUNTS);
            case SessionGuarantees guarantees ->
                unless(writes && registers, check, registers ? "no call of the workload writes" : ACCOUNTS);
            case BrokenGuarantees guarantees ->
                unless(writes && registers, check, registers ? "no call of the workload writes" : ACCOUNTS);
            case ElementsStay elements ->
                unless(
                        workload.kind() == Workload.Kind.INSERT && writes && workload.readsPercent() > 0,
                        check,
                        "it needs a workload of kind insert that reads and inserts");
            case Bank bank ->
                unless(
                        workload.kind() == Workload.Kind.BANK && writes,
                        check,
                        "it needs a workload of kind bank that transfers");
            case FaultBites bites -> Optional.empty();
            case RedundancyReturns returns -> Optional.empty();
            case LostWritesBeside beside -> Optional.empty();
        };
    }

    /** True if a check tells of the values that local reads returned. */
    static boolean readsValuesLocally(Check check) {
        return switch (check) {
            case Linearizable _, StaleLocalReads _, StalenessBound _, SessionGuarantees _, BrokenGuarantees _ -> true;
            case WriteGap _,
                    LostWrites _,
                    LossesSalvaged _,
                    BackToSnapshot _,
                    WritesStop _,
                    Elections _,
                    LocalReadsAnswer _,
                    LocalReadGap _,
                    ElementsStay _,
                    Bank _,
                    FaultBites _,
                    RedundancyReturns _,
                    LostWritesBeside _ -> false;
        };
    }

    private static Optional<String> unless(boolean decidable, Check check, String reason) {
        return decidable
                ? Optional.empty()
                : Optional.of("%s could never be decided: %s".formatted(check.word(), reason));
    }

    private static Word<Guarantee> guarantee(Guarantee guarantee, String doc) {
        return new Word.Bare<>(guarantee.word(), doc, guarantee);
    }

    private static Word<Check> bare(Check check, String doc) {
        return new Word.Bare<>(check.word(), doc, check);
    }
}
