package muster.engine.cluster;

import java.util.List;
import muster.engine.history.Member;
import muster.engine.history.Timers;
import org.jspecify.annotations.Nullable;

/**
 * A store that lives on the same nodes as the one that a drill breaks, and is watched beside it.
 *
 * @param store its language; whoever opened it closes it
 * @param members its members, in an order that does not change
 * @param timers that decide an election among them; null if that is not known
 */
public record Beside(
        Store store, List<Member> members, @Nullable Timers timers) {

    /** Copies the list. */
    public Beside {
        members = List.copyOf(members);
    }
}
