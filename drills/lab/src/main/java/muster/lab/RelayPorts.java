package muster.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import muster.engine.history.OperatorException;

/**
 * Picks the loopback ports of a lab: the usual ones if all of them are free, so that people can learn them, else any. The usual ones of
 * {@code m1} and {@code p1} are 23791 and 25431.
 */
final class RelayPorts {

    private static final int BEFORE_ETCD = 23_790;
    private static final int BEFORE_POSTGRES = 25_430;

    private RelayPorts() {}

    static List<Integer> pick(List<String> names) {
        try {
            return bind(names.stream().map(RelayPorts::usual).toList());
        } catch (IOException e) {
            return any(names.size());
        }
    }

    private static int usual(String name) {
        return (Address.postgres(name) ? BEFORE_POSTGRES : BEFORE_ETCD) + Integer.parseInt(name.substring(1));
    }

    /** Ports that the kernel calls free now. Somebody may still take one before the relay does; the relay then says so. */
    private static List<Integer> any(int count) {
        try {
            return bind(Collections.nCopies(count, 0));
        } catch (IOException e) {
            throw new OperatorException(
                    "no free port on 127.0.0.1: " + e.getMessage(), "ss -ltn shows what listens", e);
        }
    }

    private static List<Integer> bind(List<Integer> wanted) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            List<Integer> bound = new ArrayList<>();
            for (int port : wanted) {
                ServerSocket socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"));
                sockets.add(socket);
                bound.add(socket.getLocalPort());
            }
            return bound;
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
