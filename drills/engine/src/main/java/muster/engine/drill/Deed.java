package muster.engine.drill;

/** One kind of act as data: what an operator does, without whom. */
public sealed interface Deed {

    /** Its word in a drill. */
    String word();

    /** A standby becomes primary. */
    record Promote() implements Deed {
        @Override
        public String word() {
            return "promote";
        }
    }

    /** A former primary becomes a standby of the present one. */
    record Rejoin() implements Deed {
        @Override
        public String word() {
            return "rejoin";
        }
    }

    /** A standby's data is copied anew. */
    record Rebuild() implements Deed {
        @Override
        public String word() {
            return "rebuild";
        }
    }

    /** A member without data is taken out of its cluster and put back in as a learner. */
    record Replace() implements Deed {
        @Override
        public String word() {
            return "replace";
        }
    }

    /** Commits that wait for a synchronous standby are let go. */
    record CancelWaiting() implements Deed {
        @Override
        public String word() {
            return "cancel-waiting";
        }
    }

    /** A snapshot of all data is saved. */
    record Snapshot() implements Deed {
        @Override
        public String word() {
            return "snapshot";
        }
    }

    /** A cluster without a majority is rebuilt from what is left of it. */
    record Recover() implements Deed {
        @Override
        public String word() {
            return "recover";
        }
    }

    /** A cluster is rebuilt from a snapshot. */
    record Restore() implements Deed {
        @Override
        public String word() {
            return "restore";
        }
    }
}
