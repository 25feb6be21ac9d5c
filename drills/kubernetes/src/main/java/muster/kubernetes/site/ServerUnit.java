package muster.kubernetes.site;

/**
 * What runs on each node of a site and is broken there: one systemd unit, of the same name and with the same ports on every node.
 *
 * @param kind what it is
 * @param name its unit, without {@code .service}
 * @param clients the port on which it serves its clients
 * @param peers the port on which members reach each other
 */
public record ServerUnit(Kind kind, String name, int clients, int peers) {

    /** K3s's own unit and ports (docs.k3s.io: installation requirements). */
    public static final ServerUnit K3S = new ServerUnit(Kind.K3S, "k3s", 2379, 2380);

    /** What a unit runs. */
    public enum Kind {
        /** A K3s server, with its etcd member within. */
        K3S,
        /** An etcd by itself. */
        ETCD,
        /** PostgreSQL, which is looked at and not broken. */
        POSTGRES
    }

    /** @throws IllegalArgumentException if the name is none of a unit: it becomes a part of scripts */
    public ServerUnit {
        if (!validName(name)) {
            throw new IllegalArgumentException("\"%s\" is no name of a unit".formatted(name));
        }
    }

    /** True if systemd takes such a name; those with a backslash are not taken here. */
    public static boolean validName(String name) {
        return name.matches("[A-Za-z0-9:_.@-]{1,200}");
    }

    /** What does one thing to it on a server: the verbs stand at the head of {@code server.sh}. */
    String command(NodeKit kit, String verb, SiteServer server) {
        return "%s %s %s %s %s %d %s"
                .formatted(
                        kit.command("server.sh"),
                        verb,
                        server.node(),
                        server.inner(),
                        name,
                        clients,
                        health(server.inner()));
    }

    /** Where etcd answers plain HTTP, or hangs up on it, as {@code host/port}: K3s gives it a port of the loopback (k3s-io/k3s, {@code pkg/etcd}). */
    String health(String address) {
        return switch (kind) {
            case K3S -> "127.0.0.1/2381";
            case ETCD, POSTGRES -> "%s/%d".formatted(address, clients);
        };
    }
}
