package muster.kubernetes.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import muster.engine.cluster.Act;
import muster.engine.cluster.Direction;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Scripts;
import muster.engine.cluster.Shell;
import muster.engine.cluster.Side;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.kubernetes.NodeDoors;
import muster.kubernetes.pods.PodSet;
import muster.kubernetes.pods.ServerPod;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class PodSiteTest {

    private static final ServerPod FIRST = new ServerPod("pg-0", "uid-0", "n4", "10.42.4.7");
    private static final ServerPod SECOND = new ServerPod("pg-1", "uid-1", "n1", "10.42.1.9");

    private final List<String> asked = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private boolean throughApi;
    private final PodSite site = site(List.of("n1", "n2", "n3"), FIRST, SECOND);

    @Test
    void itsMembersArePodsAndEveryNodeOfTheClusterIsLocked() {
        assertThat(site.members())
                .extracting(Member::name, Member::node)
                .containsExactly(Tuple.tuple("pg-0", "n4"), Tuple.tuple("pg-1", "n1"));
        assertThat(site.nodes()).containsExactly("n1", "n2", "n3", "n4");
        assertThat(site.timers()).isNull();
        assertThatThrownBy(() -> site.shell("n9")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPodIsFoundByItsUidAndAHealIsOverWhereItIsGone() {
        Scripts kill = site.scripts(new Lever.Kill(site.members().getFirst()));
        assertThat(kill.inject()).endsWith("/pod.sh do uid-0 pg-0 kill");
        assertThat(kill.bit()).endsWith("/pod.sh do uid-0 pg-0 gone");
        assertThat(kill.heal()).endsWith("/pod.sh undo uid-0 pg-0 rejoin");
        assertThat(kill.clean()).endsWith("/pod.sh undo uid-0 pg-0 well");
        assertThat(broken).containsExactly("kill on n4");
    }

    @Test
    void packetsAreDroppedInThePodsOwnNetworkAndThenItComesBack() {
        Scripts isolate = site.scripts(new Lever.Isolate(site.members().getFirst(), Side.PEERS, Direction.BOTH));
        assertThat(isolate.inject())
                .contains("/pod.sh filter pg-0=uid-0,pg-1=uid-1 drop pg-0 ")
                .endsWith(" 5432 5432 pg-1=10.42.1.9");
        assertThat(isolate.heal()).contains(" delete pg-0 ").endsWith("pod.sh undo uid-0 pg-0 rejoin");
        assertThat(isolate.clean()).contains(" open pg-0 ").endsWith("pod.sh undo uid-0 pg-0 well");
        assertThat(asked).singleElement().asString().contains("nft --check");
    }

    @Test
    void aLostNodeIsSilentBeforeAnythingOnItDies() {
        Scripts loss = site.scripts(new Lever.LoseNode(site.members().getLast()));
        assertThat(loss.inject())
                .matches(
                        ".*filter\\.sh drop n1 muster_node_alone all both any 2380 2379 n2=10\\.0\\.0\\.2 n3=10\\.0\\.0\\.3"
                                + " && .*server\\.sh kill n1 10\\.0\\.0\\.1 k3s 2379 127\\.0\\.0\\.1/2381"
                                + " && .*containers\\.sh kill n1");
        assertThat(loss.bit()).contains("server.sh gone n1", "containers.sh ended n1", "filter.sh blocked n1");
        assertThat(loss.heal()).containsSubsequence("filter.sh delete n1", " && ", "server.sh start n1");
        assertThat(loss.clean()).contains("filter.sh open n1", "server.sh runs n1");
        assertThat(broken).containsExactly("node-loss on n1");
    }

    @Test
    void whatRunsOnANodeThatIsAloneIsLeftAndItsServerComesBackAsAStandby() {
        Scripts alone = site.scripts(new Lever.PartNode(site.members().getLast()));
        assertThat(alone.inject())
                .contains("filter.sh drop n1 muster_node_alone all")
                .doesNotContain("kill");
        assertThat(alone.heal())
                .containsSubsequence("filter.sh delete n1", "server.sh serve n1", "pod.sh undo uid-1 pg-1 rejoin");
        assertThat(alone.clean())
                .containsSubsequence("server.sh answers n1", "filter.sh open n1", "pod.sh undo uid-1 pg-1 well");
        assertThat(site.fate(new Lever.PartNode(site.members().getLast())))
                .contains("with it goes n1: of 3 etcd voters, quorum 2, 2 stay");
    }

    @Test
    void aNodeIsTakenOnlyWhereSomethingIsLeft() {
        Lever first = new Lever.LoseNode(site.members().getFirst());
        refused(site, first, "pg-0: n4 has no etcd member");
        Lever last = new Lever.LoseNode(site.members().getLast());
        refused(site(List.of("n1"), FIRST, SECOND), last, "pg-1: n1 is the only server");
        refused(
                site(List.of("n1", "n2"), FIRST, SECOND),
                last,
                "pg-1: without n1 only 1 of 2 etcd members are left, which is no quorum");
        ServerPod beside = new ServerPod("pg-0", "uid-0", "n1", "10.42.1.8");
        refused(
                site(List.of("n1", "n2", "n3"), beside, SECOND),
                last,
                "pg-1: every PostgreSQL server of its set is on n1");
        throughApi = true;
        refused(site, last, "pg-1: node-loss shuts the way by which the node agent is entered");
    }

    @Test
    void whatCannotBeDoneInAPodIsRefusedByNameWithItsReason() {
        Member member = site.members().getLast();
        refused(new Lever.FillDisk(member), "pg-1: its volume may share a file system");
        refused(new Lever.Reboot(member), "pg-1: a pod has no boot of its own");
        refused(new Lever.ClockJump(member, Duration.ofHours(1)), "pg-1: a container has its node's clock");
        refused(new Lever.FillQuota(member), "pg-1: PostgreSQL has no space quota");
        assertThatThrownBy(() -> site.script(new Act.Replace(member)))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("pg-1");
    }

    @Test
    void wordsOfAnOperatorReachTheServerAsTheyAre() {
        assertThat(site.serverCommand("keep-as", site.members().getLast(), "it's; $(id)"))
                .endsWith("pod.sh do uid-1 pg-1 keep-as 'it'\\''s; $(id)'");
    }

    @Test
    void theReportSaysWhatTheTunnelCosts() {
        assertThat(site.latencyDoubt())
                .hasValueSatisfying(doubt -> assertThat(doubt)
                        .contains(
                                "a tunnel of ssh by its own node",
                                "1.3 ms",
                                "a refused connection shows as one that breaks off"));
    }

    private void refused(Lever lever, String why) {
        refused(site, lever, why);
    }

    private static void refused(PodSite where, Lever lever, String why) {
        assertThatThrownBy(() -> where.scripts(lever))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining(why);
    }

    private PodSite site(List<String> voters, ServerPod... pods) {
        return new PodSite(
                new PodSite.Ground(
                        new ServerSite.Identity("home", "cluster", List.of("n1", "n2", "n3", "n4")),
                        voters.stream().map(PodSiteTest::voter).toList(),
                        PodSet.USUAL),
                Arrays.stream(pods).map(PodSiteTest::server).toList(),
                new Doors(),
                (node, fault) -> broken.add(fault + " on " + node),
                Duration.ofNanos(1_250_000));
    }

    private static SiteServer voter(String node) {
        String address = "10.0.0." + node.substring(1);
        return new SiteServer(node, address, URI.create("https://%s:2379".formatted(address)), SiteServer.USUAL_DATA);
    }

    private static PodServer server(ServerPod pod) {
        return new PodServer(
                pod, URI.create("postgresql://127.0.0.1:1/muster"), URI.create("postgresql://127.0.0.1:2/muster"));
    }

    /** Doors behind which every script succeeds. */
    private final class Doors implements NodeDoors {
        @Override
        public Shell shell(String node) {
            return (script, deadline) -> {
                asked.add(script);
                return new Shell.Result(0, "", "");
            };
        }

        @Override
        public int forward(String node, int port) {
            throw new AssertionError("no tunnel is wanted");
        }

        @Override
        public int forward(String node, String host, int port) {
            throw new AssertionError("no tunnel is wanted");
        }

        @Override
        public boolean throughApi() {
            return throughApi;
        }

        @Override
        public String word() {
            return "test";
        }

        @Override
        public void close() {}
    }
}
