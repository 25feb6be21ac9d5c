package muster.engine.fault;

import java.time.Duration;
import muster.engine.cluster.Order;
import muster.engine.cluster.Scripts;
import muster.engine.history.Member;
import org.jspecify.annotations.Nullable;

/**
 * A fault resolved on one node.
 *
 * @param fault the fault's word
 * @param member whom it hits
 * @param scripts how it is done, proved, undone and proved undone
 * @param order what is asked besides of whoever keeps the member; null if the scripts are all of it
 * @param healsWithin after which the node heals it by itself, counted from its arming
 * @param away for how long its node may be gone because of it, so that nobody can be asked there; zero if it stays
 * @param byHand true if a person does it and undoes it
 */
public record Harm(
        String fault,
        Member member,
        Scripts scripts,
        @Nullable Order order,
        Duration healsWithin,
        Duration away,
        boolean byHand) {

    /** How much longer than its drill needs a harm may stay open before its node heals it by itself. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    /**
     * When a node heals by itself at the latest: after what the drill needs, and a margin in which a slow drill is still let finish.
     *
     * @param needed how long the drill holds it
     */
    public static Duration latest(Duration needed) {
        return needed.plus(MARGIN);
    }
}
