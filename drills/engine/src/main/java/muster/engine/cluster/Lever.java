package muster.engine.cluster;

import muster.engine.history.Member;

/** Something that can be done to one member and undone again, by the meaning that its site gives it. */
public sealed interface Lever {

    /** Whom it is done to. */
    Member member();

    /** The member's process dies at once and stays dead: SIGKILL, and whoever would restart it is held. */
    record Kill(Member member) implements Lever {}

    /** The member's process is asked to end in order, and stays ended: SIGTERM. */
    record Terminate(Member member) implements Lever {}
}
