package muster.etcd;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import muster.engine.history.Member;
import muster.engine.history.Sighting;

/** The fields of etcd's answer to {@code Maintenance.Status}, however it travelled. */
record Answered(
        long cluster,
        long id,
        long leader,
        long term,
        long index,
        long applied,
        String version,
        long databaseBytes,
        boolean learner,
        List<String> errors) {

    private static final String NO_LEADER = "etcdserver: no leader";
    private static final Pattern ALARM = Pattern.compile("memberID:(?<member>\\d+) alarm:(?<kind>\\w+) ?");

    /** What the member said by it. */
    Sighting.Said said(Member member, Names names) {
        if (cluster == 0 && leader == 0 && term == 0) {
            return new Sighting.Garbled("is kine, not etcd: it has no leader and no quorum to lose");
        }
        names.learn(id, member.name());
        List<String> alarms = errors.stream()
                .filter(error -> !error.equals(NO_LEADER))
                .map(error -> alarm(error, names))
                .distinct()
                .toList();
        return new Sighting.Standing(
                Long.toHexString(id),
                role(),
                leader == 0 ? null : names.of(leader),
                term,
                index,
                applied,
                version,
                databaseBytes,
                alarms);
    }

    private Sighting.Role role() {
        if (learner) {
            return Sighting.Role.LEARNER;
        }
        if (leader == 0) {
            return Sighting.Role.NO_LEADER;
        }
        return leader == id ? Sighting.Role.LEADER : Sighting.Role.FOLLOWER;
    }

    /** etcd prints an alarm as {@code memberID:1234 alarm:NOSPACE }; any other error stands as it is. */
    private static String alarm(String error, Names names) {
        Matcher alarm = ALARM.matcher(error);
        if (!alarm.matches()) {
            return error;
        }
        String kind = alarm.group("kind");
        // Whoever raised it, every member refuses writes.
        return kind.equals("NOSPACE")
                ? kind
                : "%s of %s".formatted(kind, names.of(Long.parseUnsignedLong(alarm.group("member"))));
    }
}
