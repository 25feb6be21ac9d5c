package muster.engine.run;

import java.util.List;
import java.util.Map;
import muster.engine.history.Member;
import muster.engine.history.Sighting;
import muster.engine.history.StoreWords;
import muster.engine.history.View;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether every voter answers, follows one leader and lags nothing. Members are asked at different moments and the log grows
 * meanwhile, so a follower lags nothing if it has applied what the leader had when the leader was asked before it.
 */
final class Redundancy {

    /**
     * What is there.
     *
     * @param full true if nothing is missing
     * @param text in words
     */
    record State(boolean full, String text) {}

    private final List<Member> members;
    private final StoreWords words;
    private @Nullable Sighting earlierLeader;

    Redundancy(List<Member> members, StoreWords words) {
        this.members = members;
        this.words = words;
    }

    State judge(View view) {
        Map<String, Sighting.Answer> standings = view.standings();
        List<String> absent = members.stream()
                .map(Member::name)
                .filter(name -> !standings.containsKey(name))
                .toList();
        if (!absent.isEmpty()) {
            return new State(false, "%s does not answer".formatted(String.join(", ", absent)));
        }
        if (!(view.leadership() instanceof View.Agreed agreed) || agreed.sayers() < members.size()) {
            return new State(false, "not every %s follows one %s".formatted(words.member(), words.leader()));
        }
        Sighting leader = view.sightings().stream()
                .filter(sighting -> sighting.member().equals(agreed.leader()))
                .findFirst()
                .orElseThrow();
        Sighting before = earlierLeader;
        if (before == null || !before.member().equals(leader.member())) {
            earlierLeader = leader;
            return new State(false, "waiting for a second word from %s".formatted(leader.member()));
        }
        boolean askedSince = view.sightings().stream()
                .filter(sighting -> !sighting.member().equals(leader.member()))
                .allMatch(sighting -> sighting.askedNanos() >= before.answeredNanos());
        if (!askedSince) {
            return new State(false, "waiting for every %s's second word".formatted(words.member()));
        }
        earlierLeader = leader;
        List<String> behind = behind(standings, before);
        return behind.isEmpty()
                ? new State(
                        true, "%d of %d %s, nothing behind".formatted(members.size(), members.size(), words.voters()))
                : new State(false, String.join(", ", behind));
    }

    private List<String> behind(Map<String, Sighting.Answer> standings, Sighting leader) {
        Sighting.Answer leads = standings.get(leader.member());
        Sighting.Answer before = leader.standing();
        if (leads == null || before == null) {
            return List.of("the %s does not answer".formatted(words.leader()));
        }
        return standings.entrySet().stream()
                .filter(entry -> entry.getValue().applied() < before.index())
                .map(entry -> "%s is %d %s behind"
                        .formatted(
                                entry.getKey(),
                                before.index() - entry.getValue().applied(),
                                words.behind()))
                .toList();
    }
}
