package muster.cli.command;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import muster.cli.site.PlainHosts;
import muster.engine.history.ClusterException;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.kubernetes.NodeDoors;
import muster.kubernetes.hosts.InnerAddress;
import org.jspecify.annotations.Nullable;

/** Where the etcd of plain hosts is asked: at its URL, or through a tunnel of ssh where its own host alone reaches it. */
final class HostWays {

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration DIRECT = Duration.ofMillis(700);

    private final @Nullable NodeDoors doors;
    private final Map<String, URI> tunnels = new HashMap<>();

    /** @param doors the way into the hosts; null if there is none */
    HostWays(@Nullable NodeDoors doors) {
        this.doors = doors;
    }

    /**
     * The same servers, with what their hosts say of those that cannot be reached from here. One that does not run now is taken for
     * another of the loopback, if there is one.
     */
    List<PlainHosts.Server> found(List<PlainHosts.Server> servers) throws InterruptedException {
        Map<PlainHosts.Server, String> inner = new HashMap<>();
        List<PlainHosts.Server> silent = new ArrayList<>();
        for (PlainHosts.Server server : servers) {
            if (doors == null || reachable(server.address(), server.port())) {
                continue;
            }
            inner(doors, server).ifPresentOrElse(address -> inner.put(server, address), () -> silent.add(server));
        }
        if (inner.containsValue(LOOPBACK)) {
            silent.forEach(server -> inner.put(server, LOOPBACK));
        }
        return servers.stream()
                .map(server -> new PlainHosts.Server(server.node(), server.url(), server.address(), inner.get(server)))
                .toList();
    }

    /**
     * Servers as members that can be asked.
     *
     * @param mayTunnel false for those whose member does not run: a tunnel would only hide that
     */
    List<Member> members(List<PlainHosts.Server> servers, Predicate<PlainHosts.Server> mayTunnel)
            throws InterruptedException {
        List<Member> members = new ArrayList<>();
        for (PlainHosts.Server server : servers) {
            URI way = mayTunnel.test(server) ? way(server) : URI.create(server.url());
            members.add(new Member(server.node(), server.node(), way));
        }
        return members;
    }

    private URI way(PlainHosts.Server server) throws InterruptedException {
        URI direct = URI.create(server.url());
        String inner = server.inner();
        NodeDoors open = doors;
        if (inner == null || open == null) {
            return direct;
        }
        URI known = tunnels.get(server.node());
        if (known != null) {
            return known;
        }
        try {
            int port = open.forward(server.node(), inner, server.port());
            URI tunnel = URI.create("%s://127.0.0.1:%d".formatted(direct.getScheme(), port));
            tunnels.put(server.node(), tunnel);
            return tunnel;
        } catch (ClusterException | OperatorException e) {
            // Asked there all the same: that its host lets nobody in is said where its unit is asked for.
            return direct;
        }
    }

    private static Optional<String> inner(NodeDoors doors, PlainHosts.Server server) throws InterruptedException {
        try {
            return InnerAddress.of(doors.shell(server.node()), server.address(), server.port());
        } catch (ClusterException | OperatorException e) {
            // As above.
            return Optional.empty();
        }
    }

    private static boolean reachable(String address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), Math.toIntExact(DIRECT.toMillis()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
