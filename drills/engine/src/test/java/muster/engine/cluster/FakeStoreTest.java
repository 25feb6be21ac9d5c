package muster.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import muster.engine.history.Found;
import muster.engine.history.Member;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.engine.history.Sighting;
import org.junit.jupiter.api.Test;

/** The fake keeps the contract of every store until it is told to break it; then it breaks it as told. */
final class FakeStoreTest extends StoreContract {

    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final FakeStore store = new FakeStore(3);

    @Override
    protected Store store() {
        return store;
    }

    @Override
    protected List<Member> members() {
        return store.members();
    }

    private CompletableFuture<Outcome> write(Client client, long op) {
        return client.send(new Call(op, Op.Kind.WRITE, "k", "v" + op, null));
    }

    @Test
    void aShutGateHangsOrRefusesAndNothingTakesEffect() {
        store.prepare("gate", LIMIT);
        Client client = store.open("gate", members().getFirst());
        long shut = store.shut(FakeStore.WhileShut.HANGS);
        CompletableFuture<Outcome> hanging = write(client, 0);
        assertThat(hanging).isNotDone();
        assertThat(store.serve(members().getFirst(), LIMIT)).isInstanceOf(Outcome.Unknown.class);
        assertThat(store.serveLocally(members().getFirst(), LIMIT).acknowledged())
                .isTrue();
        store.shut(FakeStore.WhileShut.REFUSED);
        assertThat(write(client, 1)).isCompletedWithValueMatching(Outcome.Refused.class::isInstance);
        assertThat(store.open()).isGreaterThanOrEqualTo(shut);
        assertThat(write(client, 2)).isCompletedWithValueMatching(Outcome::acknowledged);
        client.close();
        assertThat(hanging).isCompletedWithValueMatching(Outcome.Unknown.class::isInstance);
        assertThat(store.readBack("gate", LIMIT)).extracting(Found::op).containsExactly(2L);
    }

    @Test
    void aLiarAcknowledgesAndForgets() {
        store.prepare("liar", LIMIT);
        store.forget(op -> op == 1);
        try (Client client = store.open("liar", members().getFirst())) {
            for (long op = 0; op < 3; op++) {
                assertThat(write(client, op)).isCompletedWithValueMatching(Outcome::acknowledged);
            }
        }
        assertThat(store.readBack("liar", LIMIT)).extracting(Found::op).containsExactly(0L, 2L);
    }

    @Test
    void aSlowAnswerComesLate() throws Exception {
        store.prepare("slow", LIMIT);
        store.answerAfter(Duration.ofMillis(50));
        try (Client client = store.open("slow", members().getFirst())) {
            long before = System.nanoTime();
            CompletableFuture<Outcome> answer = write(client, 0);
            assertThat(answer).isNotDone();
            assertThat(answer.get(5, TimeUnit.SECONDS).acknowledged()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        }
    }

    @Test
    void membersSayWhatTheyAreTold() {
        Member second = members().get(1);
        store.kill("m2");
        assertThat(store.look(second, 0, LIMIT).said()).isInstanceOf(Sighting.Closed.class);
        assertThat(store.serve(second, LIMIT)).isInstanceOf(Outcome.Refused.class);
        store.start("m2");
        store.lead("m2");
        assertThat(store.look(second, 0, LIMIT).said()).isInstanceOfSatisfying(Sighting.Standing.class, standing -> {
            assertThat(standing.role()).isEqualTo(Sighting.Role.LEADER);
            assertThat(standing.term()).isEqualTo(3);
        });
        store.lead(null);
        assertThat(store.look(second, 0, LIMIT).said())
                .isInstanceOfSatisfying(
                        Sighting.Standing.class,
                        standing -> assertThat(standing.leader()).isNull());
        store.say("m2", new Sighting.Mute("no answer"));
        assertThat(store.look(second, 0, LIMIT).said()).isEqualTo(new Sighting.Mute("no answer"));
    }
}
