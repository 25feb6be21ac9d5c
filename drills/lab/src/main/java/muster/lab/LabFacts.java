package muster.lab;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a lab is, as its folder keeps it.
 *
 * @param first the first process; while it lives, the lab is up
 * @param shape what it is made of
 * @param members the etcd members, then the PostgreSQL servers, each in the order of their names
 * @param clientPid a process that keeps the client's network namespace, seen from the machine
 * @param dataOn what the file systems are that the members' data lie on: {@code ext4}, or {@link #TMPFS} if any is one; null if they have none of
 *     their own
 * @param userNamespace true if an ordinary user brought it up, in a user namespace of its own
 * @param passing true if a run brought it up and takes it down
 * @param etcdVersion such as {@code 3.4.23}; null without etcd
 * @param postgresVersion such as {@code 15.18}; null without PostgreSQL
 * @param since when it was brought up, by the wall clock
 */
public record LabFacts(
        FirstProcess first,
        Shape shape,
        List<LabMember> members,
        long clientPid,
        @Nullable String dataOn,
        boolean userNamespace,
        boolean passing,
        @Nullable String etcdVersion,
        @Nullable String postgresVersion,
        Instant since) {

    /** A file system in memory. */
    static final String TMPFS = "tmpfs";

    /** Copies the list. */
    public LabFacts {
        members = List.copyOf(members);
    }

    /**
     * One etcd member or PostgreSQL server of the lab.
     *
     * @param name {@code m1} or {@code p1}
     * @param holderPid a process that keeps the member's network namespace, seen from the machine; not the server itself
     * @param relayPort the port on 127.0.0.1 where host tools reach it
     */
    public record LabMember(String name, long holderPid, int relayPort) {

        /** The node that it runs on: {@code n1} for {@code m1}, and {@code p1} for {@code p1}. */
        public String node() {
            return postgres() ? name : "n" + name.substring(1);
        }

        /** True if it is a PostgreSQL server. */
        boolean postgres() {
            return Address.postgres(name);
        }
    }

    LabFacts staying() {
        return new LabFacts(
                first, shape, members, clientPid, dataOn, userNamespace, false, etcdVersion, postgresVersion, since);
    }

    /** The lines that the launcher reads. */
    String enter() {
        return """
                INIT_PID=%d
                INIT_START=%d
                CLIENT_PID=%d
                USERNS=%d
                """.formatted(first.pid(), first.startTicks(), clientPid, userNamespace ? 1 : 0);
    }
}
