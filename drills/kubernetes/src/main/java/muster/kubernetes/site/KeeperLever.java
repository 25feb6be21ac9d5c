package muster.kubernetes.site;

import java.util.Optional;
import muster.engine.cluster.Order;
import muster.engine.cluster.Scripts;

/** The switchover of whoever keeps the servers, by its own means. */
public sealed interface KeeperLever permits PatroniLever, CloudNativePgLever {

    /** The script of the kit that it is pulled or proved with. */
    String script();

    /**
     * What it means on the primary's node.
     *
     * @param command the words that run the script
     */
    Scripts scripts(String command, KeptServer from, KeptServer to);

    /** What is asked besides, from here. */
    Optional<Order> order(KeptServer from, KeptServer to);

    /** Where it is pulled, in words that end a sentence. */
    String words(String primary);
}
