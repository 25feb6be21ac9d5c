package muster.engine.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import muster.engine.check.register.Values;
import muster.engine.history.Balances;
import muster.engine.history.Evidence;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.engine.history.Transfer;
import org.jspecify.annotations.Nullable;

/**
 * All accounts together hold the same in every snapshot, whoever answered it: nothing, for they begin with nothing. Amounts are unique, so
 * that the transfer is named of which a snapshot shows one half. Undecided if fewer than ten snapshots were answered, if no transfer was
 * acknowledged, or if an answer is no list of balances.
 */
public record Bank() implements Check {

    private static final int NEEDED = 10;
    private static final int WITNESSES = 20;

    /** A snapshot in which the sum is wrong. */
    private record Wrong(Op snapshot, long sum) {}

    @Override
    public String word() {
        return "bank";
    }

    @Override
    public String allows() {
        return "the same sum in every snapshot";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        List<Op> snapshots = evidence.ops().stream()
                .filter(op -> op.kind() == Op.Kind.SNAPSHOT || op.kind() == Op.Kind.LOCAL_SNAPSHOT)
                .filter(op -> op.settled().acknowledged())
                .sorted(Comparator.comparingLong(Op::sentNanos))
                .toList();
        List<Wrong> wrong = new ArrayList<>();
        for (Op snapshot : snapshots) {
            @Nullable String text = Values.value(snapshot);
            Optional<Balances> balances = Balances.parse(text == null ? "" : text);
            if (balances.isEmpty()) {
                return new Verdict.Undecided(
                        "not measured", "Call %d was answered with no list of balances.".formatted(snapshot.id()));
            }
            if (balances.get().sum() != 0) {
                wrong.add(new Wrong(snapshot, balances.get().sum()));
            }
        }
        String measured = "%s of %s wrong"
                .formatted(Quantities.grouped(wrong.size()), Quantities.count(snapshots.size(), "snapshot"));
        if (!wrong.isEmpty()) {
            return broken(evidence, wrong, measured);
        }
        if (snapshots.size() < NEEDED) {
            return new Verdict.Undecided(
                    measured,
                    "Only %s answered; %d are needed."
                            .formatted(
                                    snapshots.size() == 1
                                            ? "1 snapshot was"
                                            : Quantities.grouped(snapshots.size()) + " snapshots were",
                                    NEEDED));
        }
        long moved = evidence.ops().stream()
                .filter(op -> op.kind() == Op.Kind.TRANSFER && WriteAccounts.wrote(op))
                .count();
        if (moved == 0) {
            return new Verdict.Undecided(measured, "No transfer was acknowledged, so that no sum could go wrong.");
        }
        return CutShort.judged(
                evidence,
                new Verdict.Holds(
                        measured,
                        "The sum was the same in %s, over %s."
                                .formatted(
                                        Quantities.count(snapshots.size(), "snapshot"),
                                        Quantities.count(moved, "acknowledged transfer"))));
    }

    @Override
    public Optional<Counts> counts(Evidence evidence) {
        Map<String, List<Op>> byMember = evidence.ops().stream()
                .filter(op -> op.kind() == Op.Kind.SNAPSHOT || op.kind() == Op.Kind.LOCAL_SNAPSHOT)
                .filter(op -> op.settled().acknowledged())
                .collect(Collectors.groupingBy(
                        op -> op.kind().local() ? op.endpoint() : "through the store's order",
                        TreeMap::new,
                        Collectors.toList()));
        return Optional.of(new Counts(
                List.of("Snapshots from", "Answered", "Wrong"),
                byMember.entrySet().stream()
                        .map(member -> Counts.row(
                                member.getKey(),
                                Quantities.grouped(member.getValue().size()),
                                Quantities.grouped(member.getValue().stream()
                                        .filter(Bank::wrong)
                                        .count())))
                        .toList()));
    }

    private static boolean wrong(Op snapshot) {
        @Nullable String text = Values.value(snapshot);
        return Balances.parse(text == null ? "" : text)
                .filter(balances -> balances.sum() != 0)
                .isPresent();
    }

    private static Verdict broken(Evidence evidence, List<Wrong> wrong, String measured) {
        Map<Long, Op> byAmount = new HashMap<>();
        for (Op op : evidence.ops()) {
            if (op.kind() == Op.Kind.TRANSFER) {
                Transfer.parse(Objects.requireNonNull(op.argument()))
                        .ifPresent(transfer -> byAmount.put(transfer.amount(), op));
            }
        }
        Wrong first = wrong.getFirst();
        @Nullable Op half = half(first, byAmount);
        List<String> witness = new ArrayList<>();
        if (half != null) {
            witness.add(Wording.call(half));
        }
        wrong.stream().limit(WITNESSES).forEach(each -> witness.add(Wording.call(each.snapshot())));
        String sentence = "All accounts together held %s in the snapshot of client %d from %s at %s; %s."
                .formatted(
                        first.sum(),
                        first.snapshot().client(),
                        first.snapshot().endpoint(),
                        Quantities.moment(first.snapshot().sentNanos()),
                        half == null
                                ? "no single transfer explains it"
                                : "transfer %d of client %d (%s, %s) was %s"
                                        .formatted(
                                                half.id(),
                                                half.client(),
                                                half.argument(),
                                                outcome(half),
                                                first.sum() < 0 ? "taken and never given" : "given and never taken"));
        return new Verdict.Broken(measured, sentence, witness);
    }

    /** The transfer that a wrong sum shows by half; null if no single one does that was sent before the answer. */
    private static @Nullable Op half(Wrong wrong, Map<Long, Op> byAmount) {
        Op transfer = byAmount.get(Math.abs(wrong.sum()));
        return transfer != null && transfer.sentNanos() < wrong.snapshot().returnNanos() ? transfer : null;
    }

    private static String outcome(Op op) {
        return switch (op.settled()) {
            case Outcome.Acked acked -> "acknowledged";
            case Outcome.AckedLocally acked -> "acknowledged with a warning";
            case Outcome.Refused refused -> "refused";
            case Outcome.Unknown unknown -> "left without an answer";
        };
    }
}
