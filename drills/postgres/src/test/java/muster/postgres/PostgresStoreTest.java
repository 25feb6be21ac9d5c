package muster.postgres;

import java.io.IOException;
import java.util.List;
import muster.engine.cluster.Store;
import muster.engine.cluster.StoreContract;
import muster.engine.history.Member;
import muster.postgres.connection.PostgresAccess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of every store, on a real primary with a streaming standby. */
final class PostgresStoreTest extends StoreContract {

    private static PostgresServers servers;
    private static PostgresStore store;

    @BeforeAll
    static void start() throws Exception {
        servers = PostgresServers.start(2);
        store = new PostgresStore(servers.members(), PostgresAccess.lab());
    }

    @AfterAll
    static void stop() throws IOException {
        store.close();
        servers.close();
    }

    @Override
    protected Store store() {
        return store;
    }

    @Override
    protected List<Member> members() {
        return servers.members();
    }

    /** A standby takes no writes: a client that stands there finds the primary. */
    @Override
    protected Member answering(Member asked) {
        return servers.member("p1");
    }
}
