package muster.engine.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import muster.engine.drill.Target;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.engine.history.Quorum;
import muster.engine.history.View;

/**
 * Turns a target's word into members.
 *
 * @param members the voters, in the site's order
 */
record Targets(List<Member> members) {

    /**
     * The members that a target means now, the leader first.
     *
     * @throws OperatorException if nobody leads, or no member has that name
     */
    List<Member> resolve(Target target, View view) {
        return switch (target) {
            case Target.Leader any -> List.of(leader(view));
            case Target.Follower any -> List.of(leaderFirst(view).get(1));
            case Target.QuorumOfMembers any -> {
                Quorum quorum = new Quorum(members.size(), members.size());
                yield leaderFirst(view).subList(0, quorum.tolerates() + 1);
            }
            case Target.Minority any -> {
                Quorum quorum = new Quorum(members.size(), members.size());
                yield leaderFirst(view).subList(0, Math.max(1, quorum.tolerates()));
            }
            case Target.Every every -> leaderFirst(view);
            case Target.Spared any -> List.of(leaderFirst(view).getLast());
            case Target.Hit hit ->
                throw OperatorException.usage(
                        "nothing is hit where the drill says hit", "put the step inside an inject");
            case Target.Nth nth -> List.of(nth(nth.number()));
            case Target.Named named -> List.of(named(named.member()));
        };
    }

    /** The members that are not hit, the leader first if one is agreed on and is among them. */
    List<Member> rest(List<Member> hit, View view) {
        String leader = view.leadership() instanceof View.Agreed agreed ? agreed.leader() : "";
        return members.stream()
                .filter(member -> !hit.contains(member))
                .sorted(Comparator.comparing(member -> !member.name().equals(leader)))
                .toList();
    }

    private List<Member> leaderFirst(View view) {
        Member leader = leader(view);
        List<Member> sorted = new ArrayList<>(members);
        sorted.sort(Comparator.comparing(member -> !member.equals(leader)));
        return sorted;
    }

    private Member leader(View view) {
        if (view.leadership() instanceof View.Agreed agreed) {
            return named(agreed.leader());
        }
        throw new OperatorException("the drill wants the leader, and nobody leads", "muster status");
    }

    private Member nth(int number) {
        if (number > members.size()) {
            throw OperatorException.usage(
                    "the drill wants member %d, and there are %d".formatted(number, members.size()), "muster drills");
        }
        return members.get(number - 1);
    }

    private Member named(String name) {
        return members.stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow(() -> OperatorException.usage(
                        "no member is called %s; there are %s"
                                .formatted(
                                        name,
                                        String.join(
                                                ", ",
                                                members.stream()
                                                        .map(Member::name)
                                                        .toList())),
                        "muster status"));
    }
}
