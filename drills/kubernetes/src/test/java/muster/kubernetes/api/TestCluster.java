package muster.kubernetes.api;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import muster.engine.history.Member;
import muster.etcd.EtcdKeys;
import muster.etcd.EtcdStore;
import muster.kubernetes.Kubeconfig;
import muster.kubernetes.ssh.SshDoors;
import muster.kubernetes.status.EtcdCertificates;
import muster.kubernetes.status.EtcdDoors;
import muster.kubernetes.status.SiteInspector;
import muster.kubernetes.status.SiteSight;

/** The real cluster that MUSTER_TEST_KUBECONFIG, MUSTER_TEST_CONTEXT and MUSTER_TEST_SSH_CONFIG name. */
final class TestCluster implements AutoCloseable {

    private final SshDoors doors;
    private final SiteInspector inspector;

    final Kubeconfig kubeconfig;
    final List<Member> servers;
    final List<Member> members;
    private final EtcdKeys keys;

    TestCluster(Path sockets) throws InterruptedException {
        kubeconfig = Kubeconfig.read(Path.of(named("MUSTER_TEST_KUBECONFIG")), named("MUSTER_TEST_CONTEXT"));
        doors = new SshDoors(Path.of(named("MUSTER_TEST_SSH_CONFIG")), sockets);
        inspector = new SiteInspector("test", kubeconfig, doors, List.of());
        SiteSight sight = inspector.look();
        EtcdCertificates seen = Objects.requireNonNull(sight.certificates(), "no certificates of etcd were seen");
        members = new EtcdDoors(doors).members(sight);
        keys = new EtcdKeys(seen.origin(), seen.authority(), seen.certificate(), seen.key());
        servers = sight.nodes().stream()
                .map(node ->
                        new Member(node.name(), node.name(), URI.create("https://%s:6443".formatted(node.address()))))
                .toList();
    }

    /** Asks the members; closed by whoever wanted it. */
    EtcdStore etcd() {
        return EtcdStore.overGrpc(members, keys);
    }

    private static String named(String variable) {
        return Objects.requireNonNull(System.getenv(variable), variable);
    }

    @Override
    public void close() {
        inspector.close();
        doors.close();
    }
}
