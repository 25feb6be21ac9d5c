package muster.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import muster.cli.site.PlainHosts;
import muster.engine.cluster.Shell;
import muster.engine.history.ClusterException;
import muster.kubernetes.NodeDoors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The ways to an etcd that is on no machine: its hosts are played. */
final class HostWaysTest {

    /** Nobody listens there. */
    private static final int DISCARD = 9;

    private final List<String> dug = new ArrayList<>();

    private final NodeDoors doors = new NodeDoors() {

        @Override
        public Shell shell(String node) {
            return (script, deadline) -> switch (node) {
                case "inside" -> new Shell.Result(0, "127.0.0.1\n", "");
                case "down" -> new Shell.Result(0, "", "");
                default -> throw new ClusterException(node + " is gone");
            };
        }

        @Override
        public int forward(String node, String host, int port) {
            dug.add("%s %s:%d".formatted(node, host, port));
            return 40000;
        }

        @Override
        public boolean throughApi() {
            return false;
        }

        @Override
        public String word() {
            return "ssh";
        }

        @Override
        public void close() {}
    };

    private static PlainHosts.Server server(String node, int port, @Nullable String inner) {
        return new PlainHosts.Server(node, "https://127.0.0.1:%d".formatted(port), "127.0.0.1", inner);
    }

    @Test
    void whatIsReachedFromHereNeedsNoTunnel() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<PlainHosts.Server> servers = List.of(server("inside", socket.getLocalPort(), null));
            assertThat(new HostWays(doors).found(servers)).isEqualTo(servers);
        }
    }

    @Test
    void oneThatIsDownIsTakenForAnotherOfTheLoopback() throws Exception {
        List<PlainHosts.Server> found = new HostWays(doors)
                .found(List.of(
                        server("down", DISCARD, null), server("inside", DISCARD, null), server("gone", DISCARD, null)));
        assertThat(found).extracting(PlainHosts.Server::inner).containsOnly("127.0.0.1");
        assertThat(new HostWays(doors).found(List.of(server("down", DISCARD, null))))
                .extracting(PlainHosts.Server::inner)
                .containsOnlyNulls();
        assertThat(new HostWays(null).found(List.of(server("inside", DISCARD, null))))
                .extracting(PlainHosts.Server::inner)
                .containsOnlyNulls();
    }

    @Test
    void aTunnelIsDugOnceAndOnlyToWhatRuns() throws Exception {
        HostWays ways = new HostWays(doors);
        List<PlainHosts.Server> servers = List.of(server("inside", DISCARD, "127.0.0.1"));
        URI direct = URI.create("https://127.0.0.1:9");
        assertThat(ways.members(servers, server -> false).getFirst().client()).isEqualTo(direct);
        assertThat(dug).isEmpty();
        for (int look = 0; look < 2; look++) {
            assertThat(ways.members(servers, server -> true).getFirst().client())
                    .isEqualTo(URI.create("https://127.0.0.1:40000"));
        }
        assertThat(dug).containsExactly("inside 127.0.0.1:9");
    }
}
