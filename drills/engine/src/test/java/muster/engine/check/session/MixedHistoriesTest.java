package muster.engine.check.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import muster.engine.check.Bank;
import muster.engine.check.ElementAccounts;
import muster.engine.check.Told;
import muster.engine.check.Verdict;
import muster.engine.check.register.Staleness;
import muster.engine.check.register.Values;
import muster.engine.history.Balances;
import muster.engine.history.Evidence;
import muster.engine.history.EvidenceBuilder;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.engine.history.Transfer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The checks on replicas, elements and accounts against what their definitions say, on small random histories of several clients, registers
 * and members. More of them: {@code -Dmuster.histories=10000000}; the same again: {@code -Dmuster.seed=…}.
 */
class MixedHistoriesTest {

    private static final long HISTORIES = Long.getLong("muster.histories", 100_000) / 10;
    private static final long SEED = Long.getLong("muster.seed", System.nanoTime());

    @Test
    void sessionsAgreeWithEveryCombinationTried() {
        System.out.printf("session check: %d histories, seed %d%n", HISTORIES, SEED);
        Map<Guarantee, Long> seen = new HashMap<>();
        for (long i = 0; i < HISTORIES; i++) {
            List<Op> history = history(new SplittableRandom(SEED + i));
            ByDefinition definition = new ByDefinition(history);
            for (Kept kept : Sessions.decide(history).orElseThrow()) {
                assertThat(kept.broken())
                        .as("seed %d: %s: %s", SEED + i, kept, history)
                        .isEqualTo(definition.reads(kept.guarantee(), true));
                assertThat(kept.judged())
                        .as("seed %d: %s: %s", SEED + i, kept, history)
                        .isEqualTo(definition.reads(kept.guarantee(), false));
                if (kept.broken() > 0) {
                    seen.merge(kept.guarantee(), 1L, Long::sum);
                    assertThat(Objects.requireNonNull(kept.first()).witness())
                            .as("seed %d: %s", SEED + i, kept)
                            .hasSizeBetween(2, 4);
                }
            }
        }
        assertThat(seen.keySet()).as("every guarantee must be broken often").hasSize(4);
        assertThat(seen.values())
                .allSatisfy(often -> assertThat(often).isBetween(HISTORIES / 1_000, HISTORIES * 9 / 10));
    }

    @Test
    void stalenessAgreesWithEveryPairTried() {
        long stale = 0;
        for (long i = 0; i < HISTORIES; i++) {
            List<Op> history = history(new SplittableRandom(SEED + i));
            for (Staleness.Stale each : Staleness.each(history, Op.Kind.LOCAL_READ)) {
                assertThat(each.nanos())
                        .as("seed %d: %s: %s", SEED + i, each, history)
                        .isEqualTo(stale(history, each.read()));
                stale += each.nanos() > 0 ? 1 : 0;
            }
        }
        assertThat(stale).as("stale reads must be common").isGreaterThan(HISTORIES / 10);
    }

    /** How long before the read the first write had returned that was sent after the read's value stood. */
    private static long stale(List<Op> history, Op read) {
        @Nullable String value = Values.value(read);
        long stood = value == null
                ? Long.MIN_VALUE
                : history.stream()
                        .filter(op -> op.key().equals(read.key()) && value.equals(Values.value(op)))
                        .mapToLong(Op::returnNanos)
                        .min()
                        .orElseThrow();
        long newer = history.stream()
                .filter(op -> op.mutates()
                        && op.key().equals(read.key())
                        && op.settled().acknowledged())
                .filter(op -> op.sentNanos() > stood)
                .mapToLong(Op::returnNanos)
                .min()
                .orElse(Long.MAX_VALUE);
        return newer < read.sentNanos() ? read.sentNanos() - newer : 0;
    }

    private static List<Op> history(SplittableRandom random) {
        Told told = new Told();
        int size = random.nextInt(6, 15);
        Map<String, List<@Nullable String>> written = new HashMap<>();
        for (int i = 0; i < size; i++) {
            int client = random.nextInt(3);
            String key = random.nextInt(3) == 0 ? "y" : "x";
            List<@Nullable String> values = written.computeIfAbsent(key, any -> new ArrayList<>(nothing()));
            String member = "p" + random.nextInt(1, 3);
            long from = random.nextLong(i, i + 4L);
            long to = from + random.nextLong(1, 4);
            String value = "v" + i;
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> told.add(client, Op.Kind.WRITE, key, value, member, from, to, Told.acked(value, "p1"));
                case 3 ->
                    told.add(client, Op.Kind.WRITE, key, value, member, from, to, new Outcome.Unknown("no answer"));
                case 4 ->
                    told.add(client, Op.Kind.READ, key, null, member, from, to, Told.acked(some(values, random), "p1"));
                default ->
                    told.add(
                            client,
                            Op.Kind.LOCAL_READ,
                            key,
                            null,
                            member,
                            from,
                            to,
                            Told.acked(some(values, random), member));
            }
            if (told.list().getLast().mutates()) {
                values.add(value);
            }
        }
        return told.list();
    }

    private static List<@Nullable String> nothing() {
        List<@Nullable String> values = new ArrayList<>();
        values.add(null);
        return values;
    }

    private static @Nullable String some(List<@Nullable String> values, SplittableRandom random) {
        return values.get(random.nextInt(values.size()));
    }

    @Test
    void theTransferThatWasAppliedByHalfIsNamed() {
        long broken = 0;
        for (long i = 0; i < HISTORIES / 10; i++) {
            SplittableRandom random = new SplittableRandom(SEED + i);
            int halved = random.nextInt(60);
            boolean shown = false;
            Told told = new Told();
            Map<String, Long> accounts = new HashMap<>();
            for (int op = 0; op < 40; op++) {
                if (random.nextBoolean()) {
                    told.snapshot(new Balances(new java.util.TreeMap<>(accounts)).text(), op * 2L);
                    shown |=
                            op > halved && told.list().stream().anyMatch(call -> call.id() == halved && call.mutates());
                    continue;
                }
                Transfer transfer = new Transfer("a" + random.nextInt(2), "a" + random.nextInt(2, 4), op + 1);
                told.transfer(transfer.text(), op * 2L);
                accounts.merge(transfer.from(), -transfer.amount(), Long::sum);
                accounts.merge(transfer.to(), op == halved ? 0 : transfer.amount(), Long::sum);
            }
            Verdict verdict = new Bank().judge(evidence(told.list()));
            assertThat(verdict instanceof Verdict.Broken)
                    .as("seed %d: %s: %s", SEED + i, verdict, told.list())
                    .isEqualTo(shown);
            if (shown) {
                broken++;
                assertThat(verdict.why())
                        .contains("transfer %d of client 0".formatted(halved), "taken and never given");
            }
        }
        assertThat(broken)
                .as("both verdicts must be common")
                .isBetween(HISTORIES / 100, HISTORIES / 10 - HISTORIES / 100);
    }

    @Test
    void elementsAgreeWithEveryPairTried() {
        long vanished = 0;
        for (long i = 0; i < HISTORIES / 2; i++) {
            SplittableRandom random = new SplittableRandom(SEED + i);
            List<Op> ops = elements(random);
            EvidenceBuilder builder = EvidenceBuilder.members(3);
            ops.forEach(builder::op);
            List<Long> there = new ArrayList<>();
            for (Op op : ops) {
                if (op.mutates() && random.nextInt(4) > 0) {
                    builder.found(op.id(), 1 + random.nextInt(2));
                    there.add(op.id());
                }
            }
            ElementAccounts accounts =
                    ElementAccounts.of(builder.readBack(90).ended(100).build());
            assertThat(accounts.lost())
                    .as("seed %d: %s", SEED + i, ops)
                    .containsExactlyElementsOf(ops.stream()
                            .filter(op -> op.mutates() && op.settled().acknowledged() && !there.contains(op.id()))
                            .toList());
            assertThat(accounts.recovered())
                    .as("seed %d: %s", SEED + i, ops)
                    .containsExactlyElementsOf(ops.stream()
                            .filter(op -> op.mutates() && !op.settled().acknowledged() && there.contains(op.id()))
                            .toList());
            List<Op> missed = ops.stream()
                    .filter(op -> op.mutates() && ops.stream().anyMatch(read -> misses(ops, op, read)))
                    .toList();
            assertThat(accounts.vanished())
                    .as("seed %d: %s", SEED + i, ops)
                    .extracting(ElementAccounts.Absence::insert)
                    .containsExactlyElementsOf(missed);
            vanished += missed.size();
        }
        assertThat(vanished).as("both must be common").isBetween(HISTORIES / 100, HISTORIES * 2);
    }

    private static boolean misses(List<Op> ops, Op insert, Op read) {
        return reads(insert, read)
                && Values.value(read) == null
                && ops.stream().anyMatch(known -> tells(insert, known) && known.returnNanos() < read.sentNanos());
    }

    /** True if a call's answer says that the element is there. */
    private static boolean tells(Op insert, Op call) {
        return (call.equals(insert) || reads(insert, call)) && Values.value(call) != null;
    }

    private static boolean reads(Op insert, Op read) {
        return !read.mutates() && read.key().equals(insert.key());
    }

    private static List<Op> elements(SplittableRandom random) {
        Told told = new Told();
        for (int i = 0; i < 8; i++) {
            long from = random.nextLong(i, i + 4L);
            long to = from + random.nextLong(1, 4);
            String key = "e" + random.nextInt(i + 1);
            boolean inserted =
                    told.list().stream().anyMatch(op -> op.mutates() && op.key().equals(key));
            if (!inserted) {
                Outcome outcome =
                        random.nextInt(3) == 0 ? new Outcome.Unknown("no answer") : Told.acked("v" + key, "p1");
                told.add(0, Op.Kind.INSERT, key, "v" + key, "p1", from, to, outcome);
                continue;
            }
            told.add(
                    1,
                    Op.Kind.READ,
                    key,
                    null,
                    "p1",
                    from,
                    to,
                    Told.acked(random.nextInt(3) == 0 ? null : "v" + key, "p1"));
        }
        return told.list();
    }

    private static Evidence evidence(List<Op> ops) {
        EvidenceBuilder builder = EvidenceBuilder.members(3);
        ops.forEach(builder::op);
        return builder.ended(1_000).build();
    }
}
