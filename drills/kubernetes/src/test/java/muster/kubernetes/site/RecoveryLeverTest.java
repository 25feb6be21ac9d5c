package muster.kubernetes.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import muster.engine.cluster.Act;
import muster.engine.cluster.Hand;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Scripts;
import muster.engine.cluster.Shell;
import muster.engine.history.OperatorException;
import muster.kubernetes.ShellDoors;
import org.junit.jupiter.api.Test;

/** Where the loss of disks and the way back may be rehearsed, and which scripts do it. */
class RecoveryLeverTest {

    private static ServerSite site(int size, boolean throughApi, Permit permit) {
        List<SiteServer> servers = IntStream.rangeClosed(1, size)
                .mapToObj(number -> new SiteServer(
                        "n" + number, "10.0.0." + number, URI.create("https://10.0.0." + number + ":2379"), "/data"))
                .toList();
        return new ServerSite(
                new ServerSite.Identity(
                        "home",
                        "cluster",
                        servers.stream().map(SiteServer::node).toList()),
                ServerUnit.K3S,
                servers,
                null,
                new Doors(throughApi),
                permit,
                Hand.nobody(),
                Path.of("recoveries"));
    }

    private static ServerSite site(int size) {
        return site(size, false, Permit.looking());
    }

    @Test
    void aDiskIsLostAndComesBackByItsNodesOwnScript() {
        ServerSite site = site(3);
        Scripts scripts = site.scripts(new Lever.LoseDisk(site.members().getFirst()));
        assertThat(scripts.inject()).endsWith("/lost-disk.sh lose n1 10.0.0.1 '/data'");
        assertThat(scripts.heal()).endsWith("/lost-disk.sh back n1 10.0.0.1 '/data'");
        assertThat(scripts.clean()).endsWith("/lost-disk.sh whole n1 10.0.0.1 '/data'");
        assertThat(site.script(new Act.Snapshot(site.members().getLast())))
                .endsWith("/recover.sh snapshot n3 '/data' none");
    }

    @Test
    void thePlanNamesEveryCommandWithItsNode() {
        ServerSite site = site(3);
        String script = site.procedure(new Act.Recover(site.members().getLast()))
                .orElseThrow()
                .script();
        assertThat(script.lines())
                .startsWith("n1: systemctl stop k3s", "n2: systemctl stop k3s", "n3: systemctl stop k3s")
                .contains("n3: k3s server --cluster-reset", "n1: k3s server --server https://10.0.0.3:6443");
        assertThat(site.procedure(new Act.Replace(site.members().getLast()))).isEmpty();
    }

    @Test
    void twoServersOrAnEvenNumberHaveNoMajorityToLoseForGood() {
        for (int size : List.of(1, 2, 4)) {
            ServerSite site = site(size);
            assertThatThrownBy(
                            () -> site.procedure(new Act.Recover(site.members().getLast())))
                    .isInstanceOf(OperatorException.class)
                    .hasMessageStartingWith("home has %d server".formatted(size))
                    .hasMessageContaining("rehearsed on three, or another odd number");
        }
        ServerSite five = site(5);
        assertThat(five.procedure(new Act.Restore(five.members().getLast()))).isPresent();
    }

    @Test
    void theAgentsDoorIsShutWithTheServer() {
        ServerSite site = site(3, true, Permit.looking());
        assertThatThrownBy(() -> site.scripts(new Lever.LoseDisk(site.members().getFirst())))
                .isInstanceOf(OperatorException.class)
                .hasMessageStartingWith("n1: lose-disk ends the kubelet too");
    }

    @Test
    void everyServerMustBeAllowedForEveryOneIsStopped() {
        Permit others = (node, fault) -> {
            if (node.equals("n3")) {
                throw new OperatorException("%s may not be broken by %s".formatted(node, fault), "muster site allow");
            }
        };
        ServerSite site = site(3, false, others);
        assertThatThrownBy(() -> site.procedure(new Act.Recover(site.members().getLast())))
                .hasMessage("n3 may not be broken by lose-disk");
    }

    private record Doors(boolean throughApi) implements ShellDoors {
        @Override
        public Shell shell(String node) {
            return (script, limit) -> new Shell.Result(0, "", "");
        }
    }
}
