package muster.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import muster.engine.cluster.Store;
import muster.engine.cluster.StoreContract;
import muster.engine.history.Member;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract of every store, on three real etcd servers. */
final class EtcdStoreTest extends StoreContract {

    private static EtcdServers servers;
    private static EtcdStore store;

    @BeforeAll
    static void start() throws IOException {
        servers = EtcdServers.start(3, "http");
        store = new EtcdStore(servers.members(), EtcdAccess.plaintext());
        servers.awaitLeader(store);
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

    @Override
    protected boolean keepsAccounts() {
        return false;
    }

    @Test
    void aMemberTellsWhoTheOthersAre() throws Exception {
        List<Listed> listed = store.list(members().getFirst(), Duration.ofSeconds(5));
        assertThat(listed).extracting(Listed::name).containsExactlyInAnyOrder("m1", "m2", "m3");
        assertThat(listed)
                .noneMatch(Listed::learner)
                .allMatch(each -> each.peers().size() == 1);
        assertThat(listed)
                .extracting(each -> each.clients().getFirst())
                .contains(members().getFirst().client().toString());
    }
}
