package muster.kubernetes.postgres;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a keeper's own objects say of a cluster, and where they say that a superuser's password stands. */
record KeeperWord(
        @Nullable String primary,
        List<String> words,
        List<String> findings,
        List<String> unseen,
        @Nullable Login login) {

    static final KeeperWord NONE = new KeeperWord(null, List.of(), List.of(), List.of());

    KeeperWord(@Nullable String primary, List<String> words, List<String> findings, List<String> unseen) {
        this(primary, words, findings, unseen, null);
    }

    static KeeperWord unread(String why) {
        return new KeeperWord(null, List.of(), List.of(), List.of(why));
    }

    /** This and what was read besides. */
    KeeperWord and(KeeperWord more) {
        return new KeeperWord(
                primary == null ? more.primary : primary,
                joined(words, more.words),
                joined(findings, more.findings),
                joined(unseen, more.unseen),
                login == null ? more.login : login);
    }

    private static List<String> joined(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }
}
