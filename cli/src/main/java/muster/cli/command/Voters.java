package muster.cli.command;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.etcd.EtcdStore;
import muster.etcd.Listed;

/** What etcd's own list must say before a drill begins. */
final class Voters {

    private static final Duration DEADLINE = Duration.ofSeconds(3);

    private Voters() {}

    /**
     * Asks the first member that tells.
     *
     * @param members those that are known
     * @param next what to type to see more
     * @throws OperatorException if one has no vote yet, or the list has others than those
     */
    static void demand(EtcdStore store, List<Member> members, String next) throws InterruptedException {
        for (Member member : members) {
            List<Listed> listed = store.list(member, DEADLINE);
            if (listed.isEmpty()) {
                continue;
            }
            String learners =
                    listed.stream().filter(Listed::learner).map(Listed::name).collect(Collectors.joining(", "));
            if (!learners.isEmpty()) {
                throw new OperatorException(
                        "%s has no vote yet; a drill begins when every member votes".formatted(learners), next);
            }
            if (listed.size() != members.size()) {
                throw new OperatorException(
                        "etcd has %d members, and %d servers are known to hold one"
                                .formatted(listed.size(), members.size()),
                        next);
            }
            return;
        }
    }
}
