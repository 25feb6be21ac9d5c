package muster.engine.fault;

import muster.engine.cluster.Lever;
import muster.engine.history.Member;

/** One kind of harm, as data. It names a lever, never a command. */
public sealed interface Fault {

    /** Its word in a drill. */
    String word();

    /** What is to be done to a member. */
    Lever lever(Member member);

    /** True if the fault takes the member away from clients and peers, so that it no longer counts for the quorum. */
    boolean takesVoter();

    /** The process dies without a word (SIGKILL), and stays dead until the heal. */
    record Kill() implements Fault {
        @Override
        public String word() {
            return "kill";
        }

        @Override
        public Lever lever(Member member) {
            return new Lever.Kill(member);
        }

        @Override
        public boolean takesVoter() {
            return true;
        }
    }

    /** The process ends in order (SIGTERM), as for a restart, and stays ended until the heal. */
    record Stop() implements Fault {
        @Override
        public String word() {
            return "stop";
        }

        @Override
        public Lever lever(Member member) {
            return new Lever.Terminate(member);
        }

        @Override
        public boolean takesVoter() {
            return true;
        }
    }
}
