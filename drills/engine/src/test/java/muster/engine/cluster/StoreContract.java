package muster.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import muster.engine.history.Balances;
import muster.engine.history.Found;
import muster.engine.history.Member;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.engine.history.Sighting;
import muster.engine.history.Transfer;
import muster.engine.history.View;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store does, whatever its server: with all members up and one leader agreed. */
public abstract class StoreContract {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final AtomicLong RUNS = new AtomicLong();

    private final String run =
            "contract-%d-%d".formatted(ProcessHandle.current().pid(), RUNS.getAndIncrement());
    private final AtomicLong ops = new AtomicLong();

    /** The store, connected to members that are up and have a leader. The same object for every test of a class is allowed. */
    protected abstract Store store();

    /** Its members. */
    protected abstract List<Member> members();

    /** Who answers a write that was given to a client of this member: itself, unless the store's clients look for another. */
    protected Member answering(Member asked) {
        return asked;
    }

    /** True if the store keeps accounts; one that does not says so by name. */
    protected boolean keepsAccounts() {
        return true;
    }

    /** How many writes to a few registers may be under way at one time and all be done in time. */
    protected int writesUnderWay() {
        return 100;
    }

    @BeforeEach
    void prepare() throws InterruptedException {
        store().prepare(run, LIMIT);
    }

    @AfterEach
    void remove() throws InterruptedException {
        assertThat(store().remove(run, LIMIT).left()).isZero();
    }

    @Test
    void aRegisterThatNobodyWroteReadsAsNothing() throws Exception {
        Outcome read = call(members().getFirst(), Op.Kind.READ, "k0", null, null);
        assertThat(acked(read).value()).isNull();
    }

    @Test
    void aWriteIsReadThroughEveryMember() throws Exception {
        assertThat(acked(call(members().getFirst(), Op.Kind.WRITE, "k0", "v1", null))
                        .value())
                .isEqualTo("v1");
        for (Member member : members()) {
            assertThat(acked(call(member, Op.Kind.READ, "k0", null, null)).value())
                    .isEqualTo("v1");
            assertThat(acked(call(member, Op.Kind.READ, "k1", null, null)).value())
                    .isNull();
        }
    }

    @Test
    void theStampNamesTheMemberThatAnsweredAndGrowsWithEveryWrite() throws Exception {
        for (Member member : members()) {
            store().look(member, 0, LIMIT);
        }
        Outcome.Acked first = acked(call(members().getFirst(), Op.Kind.WRITE, "k0", "v1", null));
        Outcome.Acked second = acked(call(members().getLast(), Op.Kind.WRITE, "k0", "v2", null));
        assertThat(first.stamp().member())
                .isEqualTo(answering(members().getFirst()).name());
        assertThat(second.stamp().member())
                .isEqualTo(answering(members().getLast()).name());
        assertThat(second.stamp().epoch()).isGreaterThanOrEqualTo(first.stamp().epoch());
        assertThat(second.stamp().position()).isGreaterThan(first.stamp().position());
    }

    @Test
    void aCompareAndSetWritesOnlyOverTheExpectedValue() throws Exception {
        Member member = members().getFirst();
        assertThat(acked(call(member, Op.Kind.COMPARE_AND_SET, "k0", "v1", "v0"))
                        .value())
                .as("nothing stands there")
                .isNull();
        acked(call(member, Op.Kind.WRITE, "k0", "v2", null));
        assertThat(acked(call(member, Op.Kind.COMPARE_AND_SET, "k0", "v3", "v1"))
                        .value())
                .as("another value stands there, and is told")
                .isEqualTo("v2");
        assertThat(acked(call(member, Op.Kind.COMPARE_AND_SET, "k0", "v4", "v2"))
                        .value())
                .isEqualTo("v4");
        assertThat(acked(call(member, Op.Kind.READ, "k0", null, null)).value()).isEqualTo("v4");
        assertThat(store().readBack(run, LIMIT)).extracting(Found::value).containsExactlyInAnyOrder("v2", "v4");
    }

    @Test
    void aLocalReadAnswersWhatWasWrittenHereBefore() throws Exception {
        Member member = members().getFirst();
        try (Client client = store().open(run, member)) {
            outcome(client, Op.Kind.WRITE, "k0", "v1", null);
            assertThat(acked(outcome(client, Op.Kind.READ, "k0", null, null)).value())
                    .isEqualTo("v1");
            assertThat(acked(outcome(client, Op.Kind.LOCAL_READ, "k0", null, null))
                            .value())
                    .isEqualTo("v1");
        }
    }

    @Test
    void anInsertMakesAnElementOnce() throws Exception {
        Member member = members().getFirst();
        assertThat(acked(call(member, Op.Kind.READ, "e0", null, null)).value()).isNull();
        assertThat(acked(call(member, Op.Kind.INSERT, "e0", "v0", null)).value())
                .isEqualTo("v0");
        assertThat(call(member, Op.Kind.INSERT, "e0", "v1", null)).isInstanceOf(Outcome.Refused.class);
        assertThat(acked(call(member, Op.Kind.READ, "e0", null, null)).value()).isEqualTo("v0");
        assertThat(store().readBack(run, LIMIT)).extracting(Found::value).containsExactly("v0");
    }

    @Test
    void aTransferMovesItsAmountOrTheStoreRefusesByName() throws Exception {
        Member member = members().getFirst();
        String transfer = new Transfer("a0", "a1", 7).text();
        if (!keepsAccounts()) {
            for (Op.Kind kind : List.of(Op.Kind.TRANSFER, Op.Kind.SNAPSHOT, Op.Kind.LOCAL_SNAPSHOT)) {
                assertThat(call(member, kind, Call.BOOK, kind.mutates() ? transfer : null, null))
                        .isInstanceOfSatisfying(
                                Outcome.Refused.class,
                                refused -> assertThat(refused.why()).contains(store().name()));
            }
            return;
        }
        assertThat(acked(call(member, Op.Kind.SNAPSHOT, Call.BOOK, null, null)).value())
                .isNull();
        assertThat(acked(call(member, Op.Kind.TRANSFER, Call.BOOK, transfer, null))
                        .value())
                .isEqualTo(transfer);
        String other = new Transfer("a2", "a0", 9).text();
        acked(call(members().getLast(), Op.Kind.TRANSFER, Call.BOOK, other, null));
        assertThat(acked(call(member, Op.Kind.SNAPSHOT, Call.BOOK, null, null)).value())
                .isEqualTo("a0=2 a1=7 a2=-9");
        assertThat(acked(call(member, Op.Kind.LOCAL_SNAPSHOT, Call.BOOK, null, null))
                        .value())
                .isEqualTo("a0=2 a1=7 a2=-9");
        assertThat(store().readBack(run, LIMIT)).extracting(Found::value).containsExactlyInAnyOrder(transfer, other);
    }

    @Test
    void transfersInAllDirectionsAtOnceKeepTheSum() throws Exception {
        if (!keepsAccounts()) {
            assertThat(call(members().getFirst(), Op.Kind.SNAPSHOT, Call.BOOK, null, null)
                            .acknowledged())
                    .isFalse();
            return;
        }
        List<CompletableFuture<Outcome>> transfers = new ArrayList<>();
        List<CompletableFuture<Outcome>> snapshots = new ArrayList<>();
        try (Client client = store().open(run, members().getFirst())) {
            for (int i = 0; i < 300; i++) {
                String transfer = new Transfer("a" + i % 3, "a" + (i + 1 + i % 2) % 3, i + 1).text();
                transfers.add(client.send(new Call(i, Op.Kind.TRANSFER, Call.BOOK, transfer, null)));
                snapshots.add(client.send(new Call(1_000 + i, Op.Kind.SNAPSHOT, Call.BOOK, null, null)));
                if (i % 8 == 7) {
                    transfers.getLast().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
                }
            }
            for (CompletableFuture<Outcome> answer : transfers) {
                acked(answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
            }
            for (CompletableFuture<Outcome> answer : snapshots) {
                if (answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS) instanceof Outcome.Acked acked
                        && acked.value() != null) {
                    assertThat(Balances.parse(acked.value()))
                            .hasValueSatisfying(
                                    balances -> assertThat(balances.sum()).isZero());
                }
            }
        }
        assertThat(store().readBack(run, LIMIT)).hasSize(300);
    }

    @Test
    void everyWriteIsFoundOnceByItsOwnId() throws Exception {
        int writes = 2_300;
        List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        try (Client client = store().open(run, members().getFirst())) {
            for (int i = 0; i < writes; i++) {
                answers.add(client.send(new Call(i, Op.Kind.WRITE, "k" + i % 7, "v" + i, null)));
                if ((i + 1) % writesUnderWay() == 0) {
                    answers.getLast().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
                }
            }
            for (CompletableFuture<Outcome> answer : answers) {
                acked(answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
            }
        }
        List<Found> found = store().readBack(run, LIMIT).stream()
                .sorted(Comparator.comparingLong(Found::op))
                .toList();
        assertThat(found).hasSize(writes);
        for (int i = 0; i < writes; i++) {
            assertThat(found.get(i).op()).isEqualTo(i);
            assertThat(found.get(i).value()).isEqualTo("v" + i);
            assertThat(found.get(i).copies()).isOne();
        }
        Map<Long, List<Found>> registers = found.stream().collect(Collectors.groupingBy(write -> write.op() % 7));
        assertThat(registers.values())
                .as("the writes of one register are in an order")
                .allSatisfy(ofOne -> assertThat(
                                ofOne.stream().map(write -> write.stamp().position()))
                        .doesNotHaveDuplicates());
    }

    @Test
    void removalTakesWhatTheRunWroteAndNothingElse() throws Exception {
        String other = run + "0";
        store().prepare(other, LIMIT);
        try (Client client = store().open(other, members().getFirst())) {
            acked(client.send(new Call(0, Op.Kind.WRITE, "k0", "other", null)).get(10, TimeUnit.SECONDS));
        }
        acked(call(members().getFirst(), Op.Kind.WRITE, "k0", "v1", null));
        Store.Removal removal = store().remove(run, LIMIT);
        assertThat(removal.keys()).isPositive();
        assertThat(removal.left()).isZero();
        assertThat(store().readBack(run, LIMIT)).isEmpty();
        assertThat(store().readBack(other, LIMIT)).hasSize(1);
        assertThat(store().remove(other, LIMIT).left()).isZero();
        assertThat(store().remove(other, LIMIT)).as("again, without effect").isEqualTo(new Store.Removal(0, 0));
    }

    @Test
    void aClosedClientAnswersAndDoesNotHang() throws Exception {
        Client client = store().open(run, members().getFirst());
        acked(outcome(client, Op.Kind.WRITE, "k0", "v1", null));
        CompletableFuture<Outcome> underWay =
                client.send(new Call(ops.getAndIncrement(), Op.Kind.WRITE, "k0", "v2", null));
        client.close();
        underWay.get(5, TimeUnit.SECONDS);
        CompletableFuture<Outcome> after = client.send(new Call(ops.getAndIncrement(), Op.Kind.READ, "k0", null, null));
        assertThat(after.get(5, TimeUnit.SECONDS).acknowledged()).isFalse();
    }

    @Test
    void membersAgreeOnOneLeaderAndServe() throws Exception {
        List<Sighting> sightings = new ArrayList<>();
        for (Member member : members()) {
            sightings.add(store().look(member, System.nanoTime(), LIMIT));
            assertThat(store().serve(member, LIMIT).acknowledged()).isTrue();
            assertThat(store().serveLocally(member, LIMIT).acknowledged()).isTrue();
        }
        assertThat(new View(sightings).leadership())
                .isInstanceOfSatisfying(
                        View.Agreed.class,
                        agreed ->
                                assertThat(agreed.sayers()).isEqualTo(members().size()));
        for (Sighting sighting : sightings) {
            assertThat(sighting.askedNanos()).isLessThanOrEqualTo(sighting.answeredNanos());
            Sighting.Answer standing = Objects.requireNonNull(sighting.standing());
            assertThat(standing.version()).isNotBlank();
            assertThat(standing.id()).isNotBlank();
            assertThat(standing.term()).isPositive();
            assertThat(standing.applied()).isLessThanOrEqualTo(standing.index());
        }
    }

    @Test
    void itSaysHowItsProbesConnect() {
        assertThat(store().name()).isNotBlank();
        assertThat(store().instrument())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).doesNotContain("\n").isNotBlank());
    }

    private Outcome call(Member member, Op.Kind kind, String key, @Nullable String argument, @Nullable String expected)
            throws Exception {
        try (Client client = store().open(run, member)) {
            return outcome(client, kind, key, argument, expected);
        }
    }

    private Outcome outcome(
            Client client, Op.Kind kind, String key, @Nullable String argument, @Nullable String expected)
            throws Exception {
        return client.send(new Call(ops.getAndIncrement(), kind, key, argument, expected))
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static Outcome.Acked acked(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Acked.class);
        return (Outcome.Acked) outcome;
    }
}
