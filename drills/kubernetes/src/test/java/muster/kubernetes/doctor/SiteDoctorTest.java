package muster.kubernetes.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import muster.engine.history.Quorum;
import muster.engine.run.Status;
import muster.kubernetes.ClusterFacts;
import muster.kubernetes.NodeFacts;
import muster.kubernetes.status.KnownNode;
import muster.kubernetes.status.ListedMember;
import muster.kubernetes.status.SiteSight;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Literal sights, literal advice. */
final class SiteDoctorTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final long GIBIBYTE = 1L << 30;
    private static final NodeCheckup WELL =
            new NodeCheckup(0, List.of(), 0, 50 * GIBIBYTE, 100 * GIBIBYTE, NOW.minus(Duration.ofHours(3)));

    private final List<NodeFacts> nodes = new ArrayList<>();
    private final Map<String, NodeCheckup> checkups = new LinkedHashMap<>();
    private final Map<String, String> closed = new LinkedHashMap<>();
    private final Map<Permission, Boolean> granted = new LinkedHashMap<>();
    private final List<ListedMember> listed = new ArrayList<>();
    private List<String> alarms = List.of();
    private @Nullable String door = "ssh";
    private @Nullable String namespace;
    private long ahead;
    private boolean api = true;

    @BeforeEach
    void allIsWell() {
        for (String name : List.of("n1", "n2", "n3")) {
            nodes.add(node(name, true, true, name + "-aa"));
            checkups.put(name, WELL);
            listed.add(new ListedMember(name + "-aa", false));
        }
        for (List<Permission> each : List.of(Permission.LOOK, Permission.DRILL, Permission.ENTER, Permission.PODS)) {
            each.forEach(one -> granted.put(one, true));
        }
    }

    private static NodeFacts node(String name, boolean server, boolean etcd, @Nullable String member) {
        return new NodeFacts(name, "10.0.0.1", server, etcd, "True", null, null, "v1", member, "10.0.0.1", null);
    }

    private List<SiteFinding> judge() {
        List<KnownNode> known = nodes.stream()
                .map(node -> new KnownNode(node.name(), node.address(), true, node.member(), node.memberAddress()))
                .toList();
        ClusterFacts facts = new ClusterFacts(
                URI.create("https://10.0.0.1:6443/"), "v1.34.4+k3s1", NOW, ahead, nodes, List.of(), List.of());
        SiteSight sight = new SiteSight(
                "prod",
                "ctx",
                api ? facts : null,
                api ? "" : "the API server refuses the connection",
                known,
                Map.of(),
                closed,
                door != null,
                null);
        Status.Row row =
                new Status.Row("n1", "https://10.0.0.1:2379", true, "leader", 7L, 9L, 0L, 1L, "3.6.4", alarms, 1L, 0L);
        Status etcd = new Status(
                "prod",
                "etcd",
                "3.6.4",
                null,
                new Quorum(3, 3),
                "healthy",
                "n1",
                List.of(row),
                "",
                "",
                true,
                List.of(),
                List.of());
        return SiteDoctor.judge(new Examined(sight, door, etcd, listed, checkups, closed, granted, namespace), NOW);
    }

    /** The only thing that is not well. */
    private void unwell(String area, String name, String found, String remedy) {
        List<SiteFinding> bad =
                judge().stream().filter(finding -> !finding.met()).toList();
        assertThat(bad).hasSize(1);
        SiteFinding finding = bad.getFirst();
        assertThat(finding.area()).isEqualTo(area);
        assertThat(finding.name()).isEqualTo(name);
        assertThat(finding.found()).contains(found);
        assertThat(finding.remedy()).contains(remedy);
    }

    @Test
    void whereAllIsWellNothingIsAdvised() {
        assertThat(judge())
                .allMatch(SiteFinding::met)
                .allMatch(finding -> finding.remedy().isEmpty());
    }

    @Test
    void aPermissionThatIsRefusedIsNamedWithWhatGrantsIt() {
        granted.put(new Permission("watch", "", "nodes", null), false);
        unwell("look", "nodes", "may not watch", "k8s-manifests/roles, and act as muster-look");
    }

    @Test
    void leaveToEnterIsWantedWhereTheAgentIsTheDoor() {
        granted.put(new Permission("create", "", "pods/exec", "muster-agent"), false);
        assertThat(judge()).allMatch(SiteFinding::met);
        door = "agent";
        unwell("enter", "pods/exec in muster-agent", "may not create", "k8s-manifests/node-agent");
    }

    @Test
    void whoMayNotLookAtPodsIsToldAndNotBlamed() {
        granted.put(new Permission("list", "", "pods", null), false);
        assertThat(judge())
                .allMatch(SiteFinding::met)
                .filteredOn(finding -> finding.area().equals("pods"))
                .singleElement()
                .extracting(SiteFinding::found)
                .asString()
                .contains("may not list pods;", "kubectl apply -k k8s-manifests/look-pods");
    }

    @Test
    void aNamespaceThatIsNotThereIsMadeByItsManifest() {
        namespace = "there is no namespace muster";
        unwell("API", "namespace", "no namespace muster", "kubectl apply -k k8s-manifests/workload");
    }

    @Test
    void clocksMayDifferByTwoSecondsAndNoMore() {
        ahead = -2;
        checkups.put("n2", new NodeCheckup(0, List.of(), 2, 50L, 100L, NOW));
        assertThat(judge()).allMatch(SiteFinding::met);
        ahead = -3;
        unwell("API", "clock", "3 s behind ours", "timedatectl");
        ahead = 0;
        checkups.put("n2", new NodeCheckup(0, List.of(), 3, 50L, 100L, NOW));
        unwell("n2", "clock", "3 s ahead of ours", "on n2: timedatectl");
    }

    @Test
    void whatANodeLacksIsNamedByItsPackage() {
        checkups.put("n1", new NodeCheckup(0, List.of("flock", "nft", "setsid"), 0, 50L, 100L, NOW));
        unwell("n1", "tools", "it lacks flock, nft, setsid", "on n1: apt install util-linux nftables");
    }

    @Test
    void aNodeThatIsNotEnteredSaysWhy() {
        checkups.remove("n3");
        closed.put("n3", "n3: its ssh host key is another than the one in known_hosts");
        unwell("n3", "door", "host key is another", "ssh n3 true");
        door = "agent";
        unwell("n3", "door", "host key is another", "kubectl get pods -n muster-agent");
        closed.put("n3", "n3: not let in; next: ssh -F /c n3 true");
        unwell("n3", "door", "n3: not let in", "ssh -F /c n3 true");
        assertThat(judge()).noneMatch(finding -> finding.found().contains("next"));
    }

    @Test
    void withoutAnyDoorBothAreNamed() {
        door = null;
        checkups.clear();
        List<SiteFinding> bad =
                judge().stream().filter(finding -> !finding.met()).toList();
        assertThat(bad).extracting(SiteFinding::name).containsExactly("door", "snapshot");
        assertThat(bad.getFirst().remedy()).contains("--ssh CONFIG", "--agent");
    }

    @Test
    void aNodeThatIsNotEnteredAsRootIsTold() {
        checkups.put("n1", new NodeCheckup(1000, List.of(), 0, 50L, 100L, NOW));
        unwell("n1", "door", "user 1000, not as root", "ssh n1 true");
    }

    @Test
    void aDiskThatIsNearlyFullIsTold() {
        checkups.put("n2", new NodeCheckup(0, List.of(), 0, 9 * GIBIBYTE, 100 * GIBIBYTE, NOW));
        unwell("n2", "disk", "9 GiB of 100 GiB free", "make room");
    }

    @Test
    void labelsThatAreMissingComeBackWhenK3sStarts() {
        nodes.set(1, node("n2", true, false, "n2-aa"));
        unwell("n2", "labels", "it lacks node-role.kubernetes.io/etcd", "on n2: systemctl restart k3s");
        nodes.set(1, node("n2", true, true, null));
        unwell("n2", "labels", "it lacks etcd.k3s.cattle.io/node-name", "systemctl restart k3s");
        nodes.set(1, node("n2", false, true, "n2-aa"));
        unwell("n2", "labels", "it lacks node-role.kubernetes.io/control-plane", "systemctl restart k3s");
    }

    @Test
    void anEvenNumberOfVotersIsTold() {
        listed.add(new ListedMember("n4-aa", false));
        unwell("etcd", "voters", "4 tolerate no more losses than 3 would", "add a server");
    }

    @Test
    void aLearnerIsWaitedFor() {
        listed.add(new ListedMember("n4-aa", true));
        unwell("etcd", "learners", "n4-aa: no vote yet", "wait until K3s promotes it");
    }

    @Test
    void anAlarmIsTold() {
        alarms = List.of("NOSPACE");
        unwell("etcd", "alarms", "n1: NOSPACE", "etcdctl alarm disarm");
    }

    @Test
    void aSnapshotIsWantedThatIsYoungerThanADay() {
        checkups.replaceAll((node, each) -> new NodeCheckup(0, List.of(), 0, 50L, 100L, null));
        unwell("etcd", "snapshot", "there is none", "k3s etcd-snapshot save");
        checkups.put("n2", new NodeCheckup(0, List.of(), 0, 50L, 100L, NOW.minus(Duration.ofHours(25))));
        unwell("etcd", "snapshot", "the newest is 25 h old, on n2", "k3s etcd-snapshot save");
        checkups.put("n3", new NodeCheckup(0, List.of(), 0, 50L, 100L, NOW.minus(Duration.ofHours(23))));
        assertThat(judge()).allMatch(SiteFinding::met);
    }

    @Test
    void anApiThatDoesNotAnswerIsTold() {
        api = false;
        granted.clear();
        List<SiteFinding> bad =
                judge().stream().filter(finding -> !finding.met()).toList();
        assertThat(bad.getFirst().found()).contains("refuses the connection");
        assertThat(bad.getFirst().remedy()).isEqualTo("kubectl --context ctx version");
    }
}
