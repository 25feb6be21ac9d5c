package muster.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import muster.engine.cluster.Direction;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Scripts;
import muster.engine.cluster.Shell;
import muster.engine.cluster.Side;
import muster.engine.cluster.Site;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which packets the lab's filters drop, which they let pass, and that rules of others are left as they were. */
final class PacketFilterTest {

    private static final Duration AMPLE = Duration.ofSeconds(10);

    private static final String FOREIGN = """
            nft -f - <<'END'
            table inet muster_neighbour {
                chain arriving { type filter hook input priority 0 ; tcp dport 9 counter drop ; }
            }
            table ip filter {
                chain INPUT { type filter hook input priority 0 ; tcp dport 10 reject ; tcp dport 11 reject ; }
            }
            END
            """;

    @TempDir
    static Path temp;

    @BeforeAll
    static void up() throws InterruptedException {
        Lab.up(temp.resolve("lab"), Shape.USUAL, true, words -> {});
    }

    @AfterAll
    static void down() throws InterruptedException {
        Lab.down(temp.resolve("lab"), words -> {});
    }

    private final Site site = new LabSite(Lab.require(temp.resolve("lab")), LabSite.ETCD);
    private final Member one = site.members().get(0);
    private final Member two = site.members().get(1);
    private final Member three = site.members().get(2);

    @AfterEach
    void noRuleIsLeft() throws InterruptedException {
        for (Member member : site.members()) {
            run(member, "nft list tables inet | sed 's/^/delete /' | nft -f -");
        }
    }

    @Test
    void aMemberWithoutItsPeersStillHasItsClients() throws InterruptedException {
        inject(new Lever.Isolate(one, Side.PEERS, Direction.BOTH));

        assertThat(connects(two, one, 2380)).isFalse();
        assertThat(connects(one, two, 2380)).isFalse();
        assertThat(connects(two, one, 2379)).isTrue();
        assertThat(connects(two, three, 2380)).isTrue();
    }

    @Test
    void aMemberWithoutItsClientsStillHasItsPeers() throws InterruptedException {
        inject(new Lever.Isolate(one, Side.CLIENTS, Direction.BOTH));

        assertThat(connects(two, one, 2379)).isFalse();
        assertThat(connects(two, one, 2380)).isTrue();
        assertThat(connects(one, two, 2380)).isTrue();
        assertThat(run(one, "sh '%s' answers m1".formatted(lab().folder().memberScript()))
                        .ok())
                .isTrue();
    }

    @Test
    void aCutLinkLeavesTheOtherLinks() throws InterruptedException {
        inject(new Lever.Cut(one, List.of(two), Direction.BOTH));

        assertThat(connects(one, two, 2380)).isFalse();
        assertThat(connects(two, one, 2380)).isFalse();
        assertThat(connects(one, three, 2380)).isTrue();
        assertThat(connects(three, one, 2380)).isTrue();
        assertThat(connects(two, one, 2379)).isTrue();
    }

    @Test
    void whatComesInIsDroppedAndWhatGoesOutArrives() throws InterruptedException {
        inject(new Lever.Isolate(one, Side.PEERS, Direction.IN));

        await().atMost(AMPLE).until(() -> halfOpen(two, one));
        assertThat(halfOpen(one, two)).isFalse();
    }

    @Test
    void whatGoesOutIsDroppedAndWhatComesInArrives() throws InterruptedException {
        inject(new Lever.Isolate(one, Side.PEERS, Direction.OUT));

        await().atMost(AMPLE).until(() -> halfOpen(one, two));
        assertThat(halfOpen(two, one)).isFalse();
    }

    @Test
    void rulesOfOthersAreLeftAsTheyWere() throws InterruptedException {
        assertThat(run(one, FOREIGN).ok()).isTrue();
        String before = run(one, "nft --stateless list ruleset").out();
        Scripts scripts = site.scripts(new Lever.Isolate(one, Side.BOTH, Direction.BOTH));

        inject(new Lever.Isolate(one, Side.BOTH, Direction.BOTH));
        assertThat(run(one, "nft --stateless list ruleset").out())
                .contains(before.lines().toList())
                .contains("table inet muster_isolate_both_both");
        assertThat(run(one, scripts.heal()).ok()).isTrue();
        assertThat(run(one, scripts.heal()).ok()).isTrue();

        assertThat(run(one, "nft --stateless list ruleset").out()).isEqualTo(before);
        assertThat(run(one, "nft delete table ip filter").ok()).isTrue();
    }

    @Test
    void harmsOfDifferentKindsAreUndoneApart() throws InterruptedException {
        Scripts peers = inject(new Lever.Isolate(one, Side.PEERS, Direction.BOTH));
        Scripts clients = inject(new Lever.Isolate(one, Side.CLIENTS, Direction.BOTH));

        assertThat(run(one, peers.heal()).ok()).isTrue();

        assertThat(run(one, peers.clean()).ok()).isTrue();
        assertThat(run(one, clients.clean()).ok()).isFalse();
        assertThat(connects(one, two, 2380)).isTrue();
        assertThat(connects(two, one, 2379)).isFalse();
    }

    @Test
    void theSameHarmTwiceIsRefused() throws InterruptedException {
        Scripts scripts = inject(new Lever.Cut(one, List.of(two), Direction.IN));

        Shell.Result second = run(one, scripts.inject());

        assertThat(second.ok()).isFalse();
        assertThat(second.words()).contains("File exists");
    }

    @Test
    void aFilterThatSomeoneElseDeletedDoesNotBite() throws InterruptedException {
        Scripts scripts = inject(new Lever.Isolate(one, Side.PEERS, Direction.BOTH));
        run(one, "nft delete table inet muster_isolate_peers_both");

        assertThat(run(one, scripts.bit()).ok()).isFalse();
        assertThat(run(one, scripts.clean()).ok()).isTrue();
    }

    @Test
    void aFilterThatDropsNothingDoesNotBite() throws InterruptedException {
        Scripts scripts = site.scripts(new Lever.Isolate(one, Side.PEERS, Direction.BOTH));
        run(one, "nft add table inet muster_isolate_peers_both");

        assertThat(run(one, scripts.bit()).words()).isEqualTo("m1: can still be connected with m2, m3 on port 2380");
    }

    @Test
    void anotherClockIsRefusedByNameWithTheReason() {
        assertThatThrownBy(() -> site.scripts(new Lever.ClockJump(one, Duration.ofMinutes(5))))
                .isInstanceOf(OperatorException.class)
                .hasMessageStartingWith("m1: the lab cannot give etcd another clock: it is a Go program");
    }

    private static Lab lab() {
        return Lab.require(temp.resolve("lab"));
    }

    private Scripts inject(Lever lever) throws InterruptedException {
        Scripts scripts = site.scripts(lever);
        Shell.Result result = run(lever.member(), scripts.inject());
        assertThat(result.ok()).as(result.words()).isTrue();
        return scripts;
    }

    private boolean connects(Member from, Member to, int port) throws InterruptedException {
        return run(
                        from,
                        "socat -u OPEN:/dev/null TCP:%s:%d,connect-timeout=0.4"
                                .formatted(to.client().getHost(), port))
                .ok();
    }

    /** True if a connection that the other side began waits for that side's last word. */
    private boolean halfOpen(Member at, Member from) throws InterruptedException {
        run(
                from,
                "socat -u OPEN:/dev/null TCP:%s:2380,connect-timeout=0.2"
                        .formatted(at.client().getHost()));
        return run(at, "ss -Htn state syn-recv").out().contains(from.client().getHost() + ":");
    }

    private Shell.Result run(Member member, String script) throws InterruptedException {
        return site.shell(member.node()).run(script, AMPLE);
    }
}
