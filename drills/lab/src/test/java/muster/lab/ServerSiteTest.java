package muster.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import muster.engine.cluster.Site;
import muster.engine.cluster.SiteContract;
import muster.engine.history.Member;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab as a site for PostgreSQL: the contract, on a primary and two standbys. */
final class ServerSiteTest extends SiteContract {

    private static final Duration AMPLE = Duration.ofSeconds(10);

    @TempDir
    static Path temp;

    @BeforeAll
    static void up() throws InterruptedException {
        Lab.up(temp.resolve("o'clock/lab"), new Shape(0, TimerProfile.STOCK, 3), true, words -> {});
    }

    @AfterAll
    static void down() throws InterruptedException {
        Lab.down(temp.resolve("o'clock/lab"), words -> {});
    }

    private static Lab lab() {
        return Lab.require(temp.resolve("o'clock/lab"));
    }

    @Override
    protected Site site() {
        return new LabSite(lab(), LabSite.POSTGRES);
    }

    /** From the network of the lab's client: a server's peers and its clients come to the same port, and differ by address. */
    @Override
    protected void knock(Member member) throws InterruptedException {
        LabFacts facts = lab().facts();
        new LabShell(facts.first(), "client", facts.clientPid())
                .run(
                        "socat -u OPEN:/dev/null TCP:%s:5432,connect-timeout=0.3"
                                .formatted(member.client().getHost()),
                        AMPLE);
    }

    @Test
    void namesItsServersAndLocksAllNodes() {
        assertThat(site().members()).extracting(Member::name).containsExactly("p1", "p2", "p3");
        assertThat(site().members()).extracting(Member::node).containsExactly("p1", "p2", "p3");
        assertThat(site().members().get(1).client()).hasToString("postgresql://198.18.1.22:5432/muster");
        assertThat(site().nodes()).containsExactly("p1", "p2", "p3");
        assertThat(site().timers()).isNull();
    }
}
