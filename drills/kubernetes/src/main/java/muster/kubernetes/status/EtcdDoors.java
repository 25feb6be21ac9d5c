package muster.kubernetes.status;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import muster.engine.history.ClusterException;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.kubernetes.NodeDoors;

/**
 * Where each etcd member of a site is asked: at its own address where that can be reached, else through a tunnel to the loopback of
 * its node. Keeps to the way that it found.
 */
public final class EtcdDoors {

    private static final int CLIENT_PORT = 2379;
    private static final Duration DIRECT = Duration.ofMillis(700);

    private final NodeDoors doors;
    private final Map<String, URI> ways = new HashMap<>();

    /** @param doors the way into the nodes */
    public EtcdDoors(NodeDoors doors) {
        this.doors = doors;
    }

    /**
     * The members of a site that are known by annotation or by a server's file, named by their nodes.
     *
     * @throws InterruptedException if this thread is interrupted
     */
    public List<Member> members(SiteSight sight) throws InterruptedException {
        List<Member> members = new ArrayList<>();
        for (KnownNode node : sight.nodes()) {
            if (sight.member(node) != null) {
                members.add(new Member(node.name(), node.name(), way(node, mayTunnel(sight, node))));
            }
        }
        return members;
    }

    /** True if a member is asked through a tunnel. */
    public static boolean tunnelled(Member member) {
        return Objects.equals(member.client().getHost(), "127.0.0.1");
    }

    /** A tunnel to a server that cannot be entered, or that does not run, would only hide why its member does not answer. */
    private static boolean mayTunnel(SiteSight sight, KnownNode node) {
        NodeSurvey survey = sight.surveys().get(node.name());
        return survey != null && survey.unit().equals("active");
    }

    private URI way(KnownNode node, boolean mayTunnel) throws InterruptedException {
        URI known = ways.get(node.name());
        if (known != null) {
            return known;
        }
        String address = Objects.requireNonNullElse(
                node.memberAddress(), Objects.requireNonNullElse(node.address(), node.name()));
        URI direct = uri(address, CLIENT_PORT);
        if (reachable(address)) {
            ways.put(node.name(), direct);
            return direct;
        }
        if (!mayTunnel) {
            return direct;
        }
        try {
            URI tunnel = uri("127.0.0.1", doors.forward(node.name(), CLIENT_PORT));
            ways.put(node.name(), tunnel);
            return tunnel;
        } catch (ClusterException | OperatorException e) {
            // Asked there all the same: what it says of a member that is gone, the member's row will tell.
            return direct;
        }
    }

    /** Where etcd is asked at an address. */
    public static URI uri(String host, int port) {
        return URI.create("https://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, port));
    }

    private static boolean reachable(String address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, CLIENT_PORT), Math.toIntExact(DIRECT.toMillis()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
