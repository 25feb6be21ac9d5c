package muster.engine.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import muster.engine.cluster.Direction;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Side;
import muster.engine.history.Member;

/** One kind of harm, as data. It names a lever, never a command. */
public sealed interface Fault {

    /** Its word in a drill. */
    String word();

    /**
     * What is to be done to a member.
     *
     * @param rest the members that the same step does not hit, the leader first if it is among them
     */
    Lever lever(Member member, List<Member> rest);

    /** True if the fault takes the member away from its peers, so that it no longer counts for the quorum. */
    boolean takesVoter();

    /** True if a server that takes writes takes none while it is hit. */
    default boolean stopsWrites() {
        return switch (this) {
            case Kill _,
                    Stop _,
                    Pause _,
                    LoseData _,
                    LoseDisk _,
                    DiskFull _,
                    QuotaFull _,
                    Reboot _,
                    PowerCut _,
                    NodeLoss _ -> true;
            case Isolate isolate ->
                switch (isolate.from()) {
                    case CLIENTS, BOTH -> true;
                    case PEERS -> false;
                };
            case Cut _, ClockJump _, Settings _, NodePartition _, Switchover _ -> false;
        };
    }

    /** For how long its node may be gone while it does its work, and cannot be asked; zero if it stays. */
    default Duration away() {
        return Duration.ZERO;
    }

    /** True if a person does it and undoes it: {@link muster.engine.cluster.Hand}. */
    default boolean byHand() {
        return false;
    }

    /** What it does to each member that it hits, in words that follow the member: "its process dies (SIGKILL)". */
    String takes();

    /** How that is undone, in words. */
    String heals();

    /** The process dies without a word (SIGKILL), and stays dead until the heal. */
    record Kill() implements Fault {
        @Override
        public String word() {
            return "kill";
        }

        @Override
        public Lever lever(Member member, List<Member> rest) {
            return new Lever.Kill(member);
        }

        @Override
        public boolean takesVoter() {
            return true;
        }

        @Override
        public String takes() {
            return "its process dies without a word (SIGKILL)";
        }

        @Override
        public String heals() {
            return "the process is started again with its data";
        }
    }

    /** The process ends in order (SIGTERM), as for a restart, and stays ended until the heal. */
    record Stop() implements Fault {
        @Override
        public String word() {
            return "stop";
        }

        @Override
        public Lever lever(Member member, List<Member> rest) {
            return new Lever.Terminate(member);
        }

        @Override
        public boolean takesVoter() {
            return true;
        }

        @Override
        public String takes() {
            return "its process ends in order (SIGTERM)";
        }

        @Override
        public String heals() {
            return "the process is started again with its data";
        }
    }

    /** The process stands still (SIGSTOP): its connections stay, nothing is answered. */
    record Pause() implements Fault {
        @Override
        public String word() {
            return "pause";
        }

        @Override
        public Lever lever(Member member, List<Member> rest) {
            return new Lever.Pause(member);
        }

        @Override
        public boolean takesVoter() {
            return true;
        }

        @Override
        public String takes() {
            return "its process stands still (SIGSTOP) and keeps its connections";
        }

        @Override
        public String heals() {
            return "the process goes on (SIGCONT)";
        }
    }

    /**
     * A packet filter on the member's node keeps it from one side.
     *
     * @param from which side
     * @param direction which packets are dropped
     */
    record Isolate(Side from, Direction direction) implements Fault {
        @Override
        public String word() {
            return "isolate";
        }

        @Override
        public Lever lever(Member member, List<Member> rest) {
            return new Lever.Isolate(member, from, direction);
        }

        /** A member that only clients cannot reach still votes. */
        @Override
        public boolean takesVoter() {
            return switch (from) {
                case PEERS, BOTH -> true;
                case CLIENTS -> false;
            };
        }

        @Override
        public String takes() {
            return "a packet filter on its node drops %s between it and %s".formatted(direction.words(), from.words());
        }

        @Override
        public String heals() {
            return "the filter's own table is deleted; other rules are not touched";
        }
    }

    /**
     * A packet filter on the member's node cuts its links to some of its peers.
     *
     * @param from which of them
     * @param direction which packets are dropped
     */
    record Cut(Reach from, Direction direction) implements Fault {
        @Override
        public String word() {
            return "cut";
        }

        @Override
        public Lever lever(Member member, List<Member> rest) {
            return new Lever.Cut(
                    member,
                    switch (from) {
                        case ONE -> rest.subList(0, 1);
                        case REST -> rest;
                    },
                    direction);
        }

        /** Of two members that do not hear each other, the one that does not lead has no leader. */
        @Override
        public boolean takesVoter() {
            return true;
        }

        @Override
        public String takes() {
            return "a packet filter on its node drops %s between it and %s"
                    .formatted(
                            direction.words(),
                            switch (from) {
                                case ONE -> "one peer";
                                case REST -> "every peer that is not hit too";
                            });
        }

        @Override
        public String heals() {
            return "the filter's own table is deleted; other rules are not touched";
        }
    }

    /** The file system that the member keeps its data on is full: the next space that it needs for its database or log kills it. */
    record DiskFull() implements Fault {
        @Override
        public String word() {
            return "disk-full";
        }

        @Override
        public Lever lever(Member member, List<Member> rest) {
            return new Lever.FillDisk(member);
        }

        @Override
        public boolean takesVoter() {
            return true;
        }

        @Override
        public String takes() {
            return "its file system is filled to the last block and more is written: it dies for want of space (ENOSPC)";
        }

        @Override
        public String heals() {
            return "the space is given back and the process started again with its data";
        }
    }

    /** The database is full by etcd's own quota: every member refuses writes until space is freed and the alarm disarmed. */
    record QuotaFull() implements Fault {
        @Override
        public String word() {
            return "quota-full";
        }

        @Override
        public Lever lever(Member member, List<Member> rest) {
            return new Lever.FillQuota(member);
        }

        /** Every member answers and votes. */
        @Override
        public boolean takesVoter() {
            return false;
        }

        @Override
        public String takes() {
            return "big values are written through it until etcd's quota is full and every member refuses writes";
        }

        @Override
        public String heals() {
            return "the big values are deleted, the history compacted, every member defragmented, the alarm disarmed";
        }
    }

    /**
     * A PostgreSQL server runs with other settings than its own, without a restart.
     *
     * @param synchronousStandbys {@code synchronous_standby_names}; empty if it is left as it is
     * @param synchronousCommit {@code synchronous_commit}; empty if it is left as it is
     * @param applyDelay {@code recovery_min_apply_delay}: by how much a standby replays later than it could; zero if not at all
     */
    record Settings(String synchronousStandbys, String synchronousCommit, Duration applyDelay) implements Fault {
        @Override
        public String word() {
            return "settings";
        }

        @Override
        public Lever lever(Member member, List<Member> rest) {
            return new Lever.Configure(member, lines());
        }

        /** It goes on answering. */
        @Override
        public boolean takesVoter() {
            return false;
        }

        @Override
        public String takes() {
            return "it runs with " + String.join(", ", lines());
        }

        @Override
        public String heals() {
            return "the drill's settings are taken away and the server's own are in force again";
        }

        private List<String> lines() {
            List<String> lines = new ArrayList<>();
            if (!synchronousStandbys.isEmpty()) {
                lines.add("synchronous_standby_names = '%s'".formatted(synchronousStandbys));
            }
            if (!synchronousCommit.isEmpty()) {
                lines.add("synchronous_commit = '%s'".formatted(synchronousCommit));
            }
            if (!applyDelay.isZero()) {
                lines.add("recovery_min_apply_delay = '%dms'".formatted(applyDelay.toMillis()));
            }
            return lines;
        }
    }

    /**
     * The process sees another time than it is.
     *
     * @param by forward, or backward if negative
     */
    record ClockJump(Duration by) implements Fault {
        @Override
        public String word() {
            return "clock-jump";
        }

        @Override
        public Lever lever(Member member, List<Member> rest) {
            return new Lever.ClockJump(member, by);
        }

        /** It goes on answering. */
        @Override
        public boolean takesVoter() {
            return false;
        }

        @Override
        public String takes() {
            return "its clock jumps by %d s".formatted(by.toSeconds());
        }

        @Override
        public String heals() {
            return "its clock is set right";
        }
    }

    /** The node restarts in order, with all that runs on it. */
    record Reboot() implements Fault {

        /** Servers with much memory take minutes before their system starts. */
        private static final Duration AWAY = Duration.ofMinutes(5);

        @Override
        public String word() {
            return "reboot";
        }

        @Override
        public Lever lever(Member member, List<Member> rest) {
            return new Lever.Reboot(member);
        }

        @Override
        public boolean takesVoter() {
            return true;
        }

        @Override
        public Duration away() {
            return AWAY;
        }

        @Override
        public String takes() {
            return "its node restarts in order";
        }

        @Override
        public String heals() {
            return "the node comes back by itself";
        }
    }

    /** The node loses its power, and nothing on it can end in order. */
    record PowerCut() implements Fault {

        /** A person walks to it. */
        private static final Duration AWAY = Duration.ofMinutes(15);

        @Override
        public String word() {
            return "power-cut";
        }

        @Override
        public Lever lever(Member member, List<Member> rest) {
            return new Lever.PowerCut(member);
        }

        @Override
        public boolean takesVoter() {
            return true;
        }

        @Override
        public Duration away() {
            return AWAY;
        }

        @Override
        public boolean byHand() {
            return true;
        }

        @Override
        public String takes() {
            return "its node is switched off by hand";
        }

        @Override
        public String heals() {
            return "the node is switched on again by hand";
        }
    }

    /** The member's whole node is lost at once, with the other things that live there. */
    record NodeLoss() implements Fault {
        @Override
        public String word() {
            return "node-loss";
        }

        @Override
        public Lever lever(Member member, List<Member> rest) {
            return new Lever.LoseNode(member);
        }

        @Override
        public boolean takesVoter() {
            return true;
        }

        @Override
        public String takes() {
            return "its whole node is lost: no packet of it gets out, its K3s server and the processes of all its containers die (SIGKILL)";
        }

        @Override
        public String heals() {
            return "the packet filter is deleted and the K3s server started, whose kubelet starts the containers again";
        }
    }

    /** The member's whole node is alone, and all that lives there goes on. Clients that stand on the node still reach it. */
    record NodePartition() implements Fault {
        @Override
        public String word() {
            return "node-partition";
        }

        @Override
        public Lever lever(Member member, List<Member> rest) {
            return new Lever.PartNode(member);
        }

        @Override
        public boolean takesVoter() {
            return true;
        }

        @Override
        public String takes() {
            return "its whole node is alone: a packet filter there drops all that comes from or goes to other machines";
        }

        @Override
        public String heals() {
            return "the filter's own table is deleted; other rules are not touched";
        }
    }

    /** The primary's part is handed to a standby by whoever keeps the servers, such as Patroni, and not by us. */
    record Switchover() implements Fault {
        @Override
        public String word() {
            return "switchover";
        }

        @Override
        public Lever lever(Member member, List<Member> rest) {
            return new Lever.Switchover(member, rest);
        }

        /** It goes on as a standby. */
        @Override
        public boolean takesVoter() {
            return false;
        }

        @Override
        public String takes() {
            return "its keeper is asked to hand its part to a standby, by the keeper's own switchover";
        }

        @Override
        public String heals() {
            return "nothing is undone: its keeper makes it a standby, which is waited for";
        }
    }

    /** The process dies and its data is gone with its disk. */
    record LoseData() implements Fault {
        @Override
        public String word() {
            return "lose-data";
        }

        @Override
        public Lever lever(Member member, List<Member> rest) {
            return new Lever.LoseData(member);
        }

        @Override
        public boolean takesVoter() {
            return true;
        }

        @Override
        public String takes() {
            return "its process dies (SIGKILL) and its data is gone";
        }

        @Override
        public String heals() {
            return "an empty one takes its place and fetches the data from the others";
        }
    }

    /** The process dies and its disk is out of reach, with its data. */
    record LoseDisk() implements Fault {
        @Override
        public String word() {
            return "lose-disk";
        }

        @Override
        public Lever lever(Member member, List<Member> rest) {
            return new Lever.LoseDisk(member);
        }

        @Override
        public boolean takesVoter() {
            return true;
        }

        @Override
        public String takes() {
            return "its process dies (SIGKILL) and its data is out of reach";
        }

        @Override
        public String heals() {
            return "the data is put back, unless the cluster was rebuilt without it meanwhile";
        }
    }
}
