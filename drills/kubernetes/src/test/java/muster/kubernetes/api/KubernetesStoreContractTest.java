package muster.kubernetes.api;

import java.nio.file.Path;
import java.util.List;
import muster.engine.cluster.Store;
import muster.engine.cluster.StoreContract;
import muster.engine.history.Member;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The contract of every store, on the API servers of a real cluster. */
@Tag("cluster")
final class KubernetesStoreContractTest extends StoreContract {

    @TempDir
    static Path sockets;

    private static TestCluster cluster;
    private static KubernetesStore store;

    @BeforeAll
    static void open() throws InterruptedException {
        cluster = new TestCluster(sockets);
        store = new KubernetesStore(cluster.kubeconfig, cluster.servers, cluster.etcd(), cluster.members);
    }

    @AfterAll
    static void close() {
        store.close();
        cluster.close();
    }

    @Override
    protected Store store() {
        return store;
    }

    @Override
    protected List<Member> members() {
        return cluster.servers;
    }

    @Override
    protected boolean keepsAccounts() {
        return false;
    }

    /** Writes to one object at one time make an API server try again for all but one of them: a hundred would starve some. */
    @Override
    protected int writesUnderWay() {
        return 10;
    }
}
