package muster.kubernetes.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import muster.engine.history.Quorum;
import muster.engine.history.Timers;
import muster.engine.run.Status;
import muster.kubernetes.ClusterFacts;
import muster.kubernetes.LeaseFacts;
import muster.kubernetes.NodeFacts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Literal sights, literal judgements. */
final class SiteJudgementTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Timers TIMERS = new Timers(Duration.ofMillis(500), Duration.ofMillis(5000));

    private final List<NodeFacts> nodes = new ArrayList<>(List.of(server("n1"), server("n2"), server("n3")));
    private final List<LeaseFacts> leases = new ArrayList<>();
    private final Map<String, NodeSurvey> surveys = new LinkedHashMap<>();
    private final Map<String, String> closed = new LinkedHashMap<>();
    private boolean api = true;
    private boolean ssh = true;
    private String apiWords = "";
    private long ahead;

    private static NodeFacts server(String name) {
        return server(name, "True", new NodeFacts.Voter("True", "MemberNotLearner", NOW.minusSeconds(240)));
    }

    private static NodeFacts server(String name, String ready, NodeFacts.@Nullable Voter voter) {
        return new NodeFacts(
                name,
                "10.0.0." + name.charAt(1),
                true,
                true,
                ready,
                "KubeletReady",
                NOW.minusSeconds(4),
                "v1",
                name + "-aa",
                "10.0.0." + name.charAt(1),
                voter);
    }

    private static NodeSurvey surveyed(boolean wal, boolean sqlite, @Nullable String endpoint) {
        return new NodeSurvey("active", 0, "/var/lib/rancher/k3s", null, wal, sqlite, endpoint, TIMERS);
    }

    private static Status etcd(int voters, int reachable) {
        return new Status(
                "prod",
                "etcd",
                "3.6.4",
                TIMERS,
                new Quorum(voters, reachable),
                new Quorum(voters, reachable).words(),
                reachable * 2 > voters ? "n1" : null,
                List.of(),
                "",
                "",
                reachable * 2 > voters,
                List.of(),
                List.of());
    }

    private static List<ListedMember> listed(String... names) {
        return List.of(names).stream()
                .map(name -> new ListedMember(name + "-aa", false))
                .toList();
    }

    private SiteStatus judge(@Nullable Status etcd, List<ListedMember> listed) {
        List<KnownNode> known = nodes.stream()
                .map(node ->
                        new KnownNode(node.name(), node.address(), node.server(), node.member(), node.memberAddress()))
                .toList();
        ClusterFacts facts = new ClusterFacts(
                URI.create("https://10.0.0.1:6443/"), "v1.34.4+k3s1", NOW, ahead, nodes, leases, List.of());
        return SiteJudgement.of(
                new SiteSight("prod", "ctx", api ? facts : null, apiWords, known, surveys, closed, ssh, null),
                etcd,
                listed);
    }

    private void everyServerIsSurveyed() {
        nodes.forEach(node -> surveys.put(node.name(), surveyed(true, false, null)));
    }

    @Test
    void allIsWellAndAllWasSeen() {
        everyServerIsSurveyed();
        SiteStatus status = judge(etcd(3, 3), listed("n1", "n2", "n3"));
        assertThat(status.exit()).isZero();
        assertThat(status.findings()).isEmpty();
        assertThat(status.unseen()).isEmpty();
        assertThat(status.summary()).isEqualTo("healthy, tolerates 1 more");
        assertThat(status.datastore().kind()).isEqualTo(Datastore.Kind.EMBEDDED_ETCD);
        assertThat(status.tolerance())
                .isEqualTo("3 voters, 3 answer, 2 are needed: 1 more server may go; with one more "
                        + "than that the API stops, and pods that run go on");
        assertThat(status.nodes().getFirst().heartbeatSeconds()).isEqualTo(4);
    }

    @Test
    void withoutSshTheMembersAreNotSeenAndMembershipIsNoLife() {
        ssh = false;
        SiteStatus status = judge(null, List.of());
        assertThat(status.exit()).as("not checked is never a pass").isEqualTo(2);
        assertThat(status.summary()).isEqualTo("3 of 3 nodes ready");
        assertThat(status.unseen())
                .singleElement()
                .asString()
                .startsWith("etcd members: they want a client certificate");
        assertThat(status.tolerance())
                .startsWith("not known: 3 nodes have the role etcd")
                .contains("who is a member, not who is alive");
        assertThat(status.nodes().getFirst().voter())
                .isEqualTo(new SiteStatus.VoterRow("True", "MemberNotLearner", 240L));
    }

    @Test
    void withoutAnApiServerTheMembersStillTell() {
        api = false;
        apiWords = "the API server https://10.0.0.1:6443/ refuses the connection";
        everyServerIsSurveyed();
        SiteStatus status = judge(etcd(3, 1), listed("n1", "n2", "n3"));
        assertThat(status.exit()).isEqualTo(1);
        assertThat(status.summary()).isEqualTo("NO QUORUM, no API");
        assertThat(status.findings()).containsExactly(apiWords);
        assertThat(status.unseen())
                .containsExactly("readiness, heartbeats, leases and EtcdIsVoter: no API server answers");
        assertThat(status.nodes()).extracting(SiteStatus.NodeRow::ready).containsOnlyNulls();
        assertThat(status.nodes()).extracting(SiteStatus.NodeRow::member).containsExactly("n1-aa", "n2-aa", "n3-aa");
        assertThat(status.tolerance()).contains("3 voters, 1 answer, 2 are needed: writes have stopped");
    }

    @Test
    void withNeitherNothingIsKnown() {
        api = false;
        ssh = false;
        assertThat(judge(null, List.of()).exit()).isEqualTo(3);
    }

    @Test
    void anotherServerThanTheKubeconfigsAnswers() {
        everyServerIsSurveyed();
        apiWords = "the API server https://10.0.0.1:6443/ refuses the connection; https://10.0.0.2:6443/ answers";
        SiteStatus status = judge(etcd(3, 2), listed("n1", "n2", "n3"));
        assertThat(status.findings()).containsExactly(apiWords);
        assertThat(status.exit()).isEqualTo(1);
        assertThat(status.tolerance()).contains("no server may go");
    }

    @Test
    void aNodeThatIsNotReadyAndAUnitThatIsNotActive() {
        everyServerIsSurveyed();
        nodes.set(1, server("n2", "Unknown", null));
        surveys.put("n2", new NodeSurvey("failed", 3, "/d", null, true, false, null, TIMERS));
        SiteStatus status = judge(etcd(3, 2), listed("n1", "n2", "n3"));
        assertThat(status.findings())
                .containsExactly(
                        "n2 is not ready: KubeletReady, its kubelet was heard 4 s ago", "n2: k3s.service is failed");
        assertThat(status.next()).containsExactly("ssh n2 journalctl -u k3s -n 50");
        assertThat(status.exit()).isEqualTo(1);
    }

    @Test
    void aDoorThatIsClosedIsNamedOnce() {
        everyServerIsSurveyed();
        closed.put("n3", "n3 cannot be reached by ssh: timed out");
        SiteStatus status = judge(etcd(3, 3), listed("n1", "n2", "n3"));
        assertThat(status.unseen()).containsExactly("n3 cannot be reached by ssh: timed out");
        assertThat(status.exit()).isEqualTo(2);
    }

    @Test
    void membersThatNoNodeHasLearnersAndEvenNumbers() {
        everyServerIsSurveyed();
        List<ListedMember> listed = List.of(
                new ListedMember("n1-aa", false),
                new ListedMember("n2-aa", false),
                new ListedMember("n9-bb", true),
                new ListedMember("", true));
        SiteStatus status = judge(etcd(2, 2), listed);
        assertThat(status.findings())
                .containsExactly(
                        "etcd has a member n9-bb that belongs to no node",
                        "etcd: n9-bb is a learner, which has no vote yet",
                        "etcd has a member that was added and never started",
                        "a node says that it has the member n3-aa, which etcd does not have",
                        "2 voters tolerate no more losses than 1 would");
    }

    @Test
    void theConditionThatDeniesAVoteIsAFinding() {
        everyServerIsSurveyed();
        nodes.set(2, server("n3", "True", new NodeFacts.Voter("False", "MemberIsLearner", NOW.minusSeconds(9))));
        assertThat(judge(etcd(3, 3), listed("n1", "n2", "n3")).findings())
                .containsExactly("n3: its etcd member has no vote: MemberIsLearner");
    }

    @Test
    void aLeaseThatRanOutIsAFindingAndAnApiServersIsNot() {
        everyServerIsSurveyed();
        leases.add(new LeaseFacts("kube-scheduler", "n1_8f", NOW.minusSeconds(900), NOW.minusSeconds(40), 15, 3));
        leases.add(new LeaseFacts("apiserver-x", "apiserver-x_1", null, NOW.minusSeconds(4000), 3600, 0));
        SiteStatus status = judge(etcd(3, 3), listed("n1", "n2", "n3"));
        assertThat(status.findings())
                .containsExactly("kube-scheduler: n1_8f let its lease run out, renewed 40 s ago, good for 15 s");
        SiteStatus.LeaseRow scheduler = status.leases().getFirst();
        assertThat(scheduler.node()).isEqualTo("n1");
        assertThat(scheduler.heldSeconds()).isEqualTo(900);
        assertThat(scheduler.transitions()).isEqualTo(3);
        assertThat(status.leases().getLast().expired()).isTrue();
    }

    @Test
    void aClockThatDiffersIsTold() {
        everyServerIsSurveyed();
        ahead = -34;
        assertThat(judge(etcd(3, 3), listed("n1", "n2", "n3")).findings())
                .containsExactly("the API server's clock is 34 s behind ours; ages are counted by its clock");
    }

    @Test
    void datastoresWithoutEtcdAreNamedWithWhatApplies() {
        nodes.clear();
        nodes.add(new NodeFacts("n1", null, true, false, "True", null, null, null, null, null, null));
        ssh = false;
        assertThat(judge(null, List.of()).datastore().kind()).isEqualTo(Datastore.Kind.NOT_ETCD);
        ssh = true;
        surveys.put("n1", surveyed(false, true, null));
        SiteStatus sqlite = judge(null, List.of());
        assertThat(sqlite.datastore().kind()).isEqualTo(Datastore.Kind.SQLITE);
        assertThat(sqlite.datastore().words()).contains("etcd drills do not apply");
        assertThat(sqlite.exit()).as("there is no etcd to be asked").isZero();
        Map<String, Datastore.Kind> schemes = Map.of(
                "postgres", Datastore.Kind.EXTERNAL_POSTGRES,
                "mysql", Datastore.Kind.EXTERNAL_MYSQL,
                "https", Datastore.Kind.EXTERNAL_ETCD,
                "nats", Datastore.Kind.EXTERNAL);
        schemes.forEach((scheme, kind) -> {
            surveys.put("n1", surveyed(false, true, scheme));
            assertThat(judge(null, List.of()).datastore().kind()).isEqualTo(kind);
        });
    }

    @Test
    void etcdOnDiskOutweighsALabelThatIsMissing() {
        nodes.replaceAll(node ->
                new NodeFacts(node.name(), node.address(), true, false, "True", null, null, null, null, null, null));
        everyServerIsSurveyed();
        assertThat(judge(etcd(3, 3), List.of()).datastore().kind()).isEqualTo(Datastore.Kind.EMBEDDED_ETCD);
    }
}
