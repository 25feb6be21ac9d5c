package muster.lab.k3s;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import muster.engine.history.OperatorException;

/**
 * The network of one cluster: 256 addresses of those that are set apart for tests of network devices (RFC 2544).
 *
 * @param third the third number of its addresses
 * @param tag tells the cluster from others of this machine
 */
record Subnet(int third, String tag) {

    private static final int FIRST = 210;
    private static final int LAST = 249;

    /**
     * The first that this machine has no address in.
     *
     * @param folder the cluster's
     */
    static Subnet pick(Path folder) {
        List<String> taken = addresses();
        String tag = UUID.nameUUIDFromBytes(folder.toString().getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, 4);
        return IntStream.rangeClosed(FIRST, LAST)
                .mapToObj(third -> new Subnet(third, tag))
                .filter(subnet -> taken.stream().noneMatch(address -> address.startsWith(subnet.prefix() + ".")))
                .findFirst()
                .orElseThrow(() -> new OperatorException(
                        "this machine has addresses in every network from 198.18.%d.0 to 198.18.%d.0"
                                .formatted(FIRST, LAST),
                        "take another cluster of this machine down: ip -brief address"));
    }

    /** What its addresses begin with. */
    String prefix() {
        return "198.18." + third;
    }

    /** The network interface of the machine that leads there. */
    String link() {
        return "mk3s%d-%s".formatted(third, tag);
    }

    /** An address that nobody has. */
    String nobody() {
        return prefix() + ".254";
    }

    List<K3sServer> servers(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new K3sServer("n" + number, "%s.%d".formatted(prefix(), 10 + number)))
                .toList();
    }

    private static List<String> addresses() {
        try {
            List<String> found = new ArrayList<>();
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(InetAddress::getHostAddress)
                    .forEach(found::add);
            return found;
        } catch (SocketException e) {
            throw new UncheckedIOException("the machine's addresses cannot be listed", e);
        }
    }
}
