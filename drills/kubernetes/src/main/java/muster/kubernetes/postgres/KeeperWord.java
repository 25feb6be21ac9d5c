package muster.kubernetes.postgres;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a keeper's own objects say of a cluster. */
record KeeperWord(@Nullable String primary, List<String> words, List<String> findings, List<String> unseen) {

    static final KeeperWord NONE = new KeeperWord(null, List.of(), List.of(), List.of());

    static KeeperWord unread(String why) {
        return new KeeperWord(null, List.of(), List.of(), List.of(why));
    }
}
