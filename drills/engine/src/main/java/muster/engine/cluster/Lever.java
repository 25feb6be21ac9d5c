package muster.engine.cluster;

import java.time.Duration;
import java.util.List;
import muster.engine.history.Member;

/** Something that can be done to one member and undone again, by the meaning that its site gives it. */
public sealed interface Lever {

    /** Whom it is done to. */
    Member member();

    /** The member's process dies at once and stays dead: SIGKILL, and whoever would restart it is held. */
    record Kill(Member member) implements Lever {}

    /** The member's process is asked to end in order, and stays ended: SIGTERM. */
    record Terminate(Member member) implements Lever {}

    /** The member's process is stopped where it stands and keeps its connections: SIGSTOP, undone by SIGCONT. */
    record Pause(Member member) implements Lever {}

    /**
     * Packets between the member and one side are dropped on the member's node.
     *
     * @param from which side
     * @param direction which packets
     */
    record Isolate(Member member, Side from, Direction direction) implements Lever {}

    /**
     * Packets between the member and some of its peers are dropped on the member's node.
     *
     * @param from the peers, at least one
     * @param direction which packets
     */
    record Cut(Member member, List<Member> from, Direction direction) implements Lever {
        /** Copies the list. */
        public Cut {
            from = List.copyOf(from);
            if (from.isEmpty()) {
                throw new IllegalArgumentException("a link has two ends");
            }
        }
    }

    /** The store's database is filled through the member up to the store's own limit; heals by deleting what was written. */
    record FillQuota(Member member) implements Lever {}

    /**
     * The file system that the member keeps its data on is filled to its last block, and the member made to need more: it dies of the
     * kernel's ENOSPC. Heals by giving the space back and starting the process.
     */
    record FillDisk(Member member) implements Lever {}

    /**
     * The server runs with some settings that are not its own, in force without a restart.
     *
     * @param lines one for each setting, as they stand in a configuration file
     */
    record Configure(Member member, List<String> lines) implements Lever {
        /** Copies the list. */
        public Configure {
            lines = List.copyOf(lines);
        }
    }

    /**
     * The member's process sees another time than it is, by this much.
     *
     * @param by forward, or backward if negative
     */
    record ClockJump(Member member, Duration by) implements Lever {}

    /** The member's whole node restarts in order, as by an operator. It comes back by itself. */
    record Reboot(Member member) implements Lever {}

    /** The member's node loses its power, by hand, and gets it back by hand. Until then nobody can be asked there. */
    record PowerCut(Member member) implements Lever {}

    /**
     * The member's whole node is lost to the others, with all that runs there: no packet of it reaches another machine, its server of the
     * cluster is killed and held, and so are the processes in its containers. Whoever looks after the node still enters it.
     */
    record LoseNode(Member member) implements Lever {}

    /** The member's whole node is alone: no packet of it reaches another machine, and all that runs there goes on. It can still be entered. */
    record PartNode(Member member) implements Lever {}

    /**
     * The member's process dies at once, and its data is gone. Undone by an empty member that takes its place and fetches the data: among
     * voters this needs a majority without it, of a standby its primary.
     */
    record LoseData(Member member) implements Lever {}

    /**
     * The member hands its part to another, ordered from whoever keeps the servers by that one's own means. Nothing undoes it: the keeper
     * brings the member back as a follower.
     *
     * @param others to whom it may go, the first of them before the rest
     */
    record Switchover(Member member, List<Member> others) implements Lever {
        /** Copies the list. */
        public Switchover {
            others = List.copyOf(others);
        }
    }

    /**
     * The member's process dies at once, and its disk is out of reach with its data. Undone by the disk's coming back, so that it may be
     * done to a majority; what was rebuilt without that disk meanwhile stays without it.
     */
    record LoseDisk(Member member) implements Lever {}
}
