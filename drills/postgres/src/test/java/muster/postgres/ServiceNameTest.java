package muster.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import muster.engine.history.Member;
import muster.engine.history.Sighting;
import muster.postgres.connection.PostgresAccess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Standbys that know their primary by the name of a service, and we know it by another. */
class ServiceNameTest {

    private static final Duration DEADLINE = Duration.ofSeconds(3);

    @Test
    void whoeverMadeTheTimelineIsBehindTheService() throws Exception {
        try (PostgresServers servers = PostgresServers.start(2)) {
            List<Member> members = servers.members().stream()
                    .map(member -> new Member(
                            member.name(),
                            member.node(),
                            URI.create(member.client().toString().replace("127.0.0.1", "localhost"))))
                    .toList();
            Keeping keeping = new Keeping(Map.of(), "127.0.0.1", "a keeper");
            try (PostgresStore store = new PostgresStore(members, PostgresAccess.lab(), keeping)) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(leader(store, members.getLast()))
                                .as("nobody has said yet that he is the primary")
                                .startsWith("127.0.0.1:"));
                assertThat(leader(store, members.getFirst())).isEqualTo("p1");
                assertThat(leader(store, members.getLast())).isEqualTo("p1");
            }
        }
    }

    private static String leader(PostgresStore store, Member member) throws InterruptedException {
        assertThat(store.look(member, System.nanoTime(), DEADLINE).said()).isInstanceOf(Sighting.Server.class);
        Sighting.Server server = (Sighting.Server)
                store.look(member, System.nanoTime(), DEADLINE).said();
        return String.valueOf(server.leader());
    }
}
