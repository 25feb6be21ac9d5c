package muster.kubernetes.recover;

import java.time.Instant;
import java.util.List;

/** A line in the journal of one recovery. Each is on the disk before the next step begins. */
public sealed interface Line {

    /**
     * Somebody typed the site's name.
     *
     * @param id the recovery's
     * @param site which
     * @param at when, by our clock
     * @param survivor the server that the others are rebuilt from
     * @param snapshot the file on it that takes the place of its data; empty if its data stay
     * @param servers all that take part, in the order in which they come back
     * @param accounts what they told before
     */
    record Begun(
            String id,
            String site,
            Instant at,
            String survivor,
            String snapshot,
            List<RecoverableServer> servers,
            List<Account> accounts)
            implements Line {
        /** What the identities of those begin with that are an act of a drill. */
        static final String DRILL = "drill-";

        /** Copies the lists. */
        public Begun {
            servers = List.copyOf(servers);
            accounts = List.copyOf(accounts);
        }

        /** True if it is an act of a drill, which moved away itself what is lost. */
        boolean rehearsed() {
            return id.startsWith(DRILL);
        }
    }

    /**
     * A step is done.
     *
     * @param step its name, which no other step of the recovery has
     * @param at when, by our clock
     * @param words what the node said
     */
    record Done(String step, Instant at, String words) implements Line {}

    /** It came to its end. */
    record Closed(Instant at) implements Line {}
}
