package muster.lab;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lab that is up, as {@code muster lab status} shows it.
 *
 * @param shape what it is made of, in words
 * @param etcdVersion such as {@code 3.4.23}; null without etcd
 * @param postgresVersion such as {@code 15.18}; null without PostgreSQL
 * @param since when it was brought up, by the wall clock
 * @param passing true if a run brought it up and takes it down
 * @param endpoints what etcdctl is given: {@code 127.0.0.1:23791,…}; empty without etcd
 * @param connections what psql is given, for each PostgreSQL server: {@code postgresql://muster@127.0.0.1:25431/muster}
 * @param members each by itself
 */
public record LabStatus(
        String shape,
        @Nullable String etcdVersion,
        @Nullable String postgresVersion,
        Instant since,
        boolean passing,
        String endpoints,
        List<String> connections,
        List<MemberState> members) {

    /** Copies the lists. */
    public LabStatus {
        connections = List.copyOf(connections);
        members = List.copyOf(members);
    }

    /** True if every member has a process. */
    public boolean complete() {
        return members.stream().allMatch(MemberState::running);
    }

    /**
     * One etcd member or PostgreSQL server.
     *
     * @param name {@code m1} or {@code p1}
     * @param address where clients inside the lab reach it
     * @param relay where host tools reach it
     * @param running true if its process is there
     * @param pid its process, seen from the machine; null if there is none
     * @param lastLine what it said last, if there is no process; null otherwise
     */
    public record MemberState(
            String name,
            String address,
            String relay,
            boolean running,
            @Nullable Long pid,
            @Nullable String lastLine) {

        /** Its state in words. */
        public String words() {
            return running
                    ? "runs, process " + pid
                    : "not running; it last said: %s".formatted(lastLine == null ? "nothing" : lastLine);
        }
    }
}
