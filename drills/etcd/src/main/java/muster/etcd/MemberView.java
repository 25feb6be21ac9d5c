package muster.etcd;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import muster.engine.history.Member;
import muster.engine.history.Outcome;
import muster.engine.history.Sighting;
import muster.engine.history.Stamp;

/** What one member says of itself, and whether it serves, asked through its JSON gateway. */
final class MemberView {

    private static final String NO_LEADER = "etcdserver: no leader";
    private static final Pattern ALARM = Pattern.compile("memberID:(?<member>\\d+) alarm:(?<kind>\\w+) ?");

    private final Gateway gateway;
    private final Names names;

    MemberView(Gateway gateway, Names names) {
        this.gateway = gateway;
        this.names = names;
    }

    /** Asks one member for its status. Needs neither a leader nor a quorum. */
    Sighting look(Member member, long zeroNanos, Duration deadline) throws InterruptedException {
        long asked = System.nanoTime() - zeroNanos;
        Gateway.Answer answer = gateway.ask(member.client(), "/v3/maintenance/status", "{}", deadline);
        long answered = System.nanoTime() - zeroNanos;
        return new Sighting(member.name(), asked, answered, said(member, answer));
    }

    /** One read of a key that need not exist. */
    Outcome read(Member member, boolean serializable, Duration deadline) throws InterruptedException {
        String question =
                "{\"key\":\"L211c3Rlci9zZXJ2ZWQ=\",\"count_only\":true,\"serializable\":" + serializable + "}";
        Gateway.Answer answer = gateway.ask(member.client(), "/v3/kv/range", question, deadline);
        return switch (answer) {
            case Gateway.Spoke spoke -> outcome(spoke.body());
            case Gateway.Failed failed -> new Outcome.Unknown(error(failed));
            case Gateway.NotReached lost -> new Outcome.Refused(lost.why());
            case Gateway.Silent silent -> new Outcome.Unknown(silent.why());
            case Gateway.Strange strange -> new Outcome.Unknown(strange.why());
            case Gateway.Broken broken -> new Outcome.Unknown(broken.why());
        };
    }

    private Outcome outcome(String body) {
        try {
            Json json = Json.read(body);
            if (!json.has("header")) {
                return new Outcome.Unknown("answered JSON that is not etcd's");
            }
            return new Outcome.Acked(
                    null,
                    new Stamp(
                            names.of(json.number("header.member_id")),
                            json.number("header.raft_term"),
                            json.number("header.revision")));
        } catch (IOException | NumberFormatException e) {
            return new Outcome.Unknown("answered something that is not etcd's JSON");
        }
    }

    private Sighting.Said said(Member member, Gateway.Answer answer) {
        return switch (answer) {
            case Gateway.Spoke spoke -> standing(member, spoke.body());
            case Gateway.Failed failed -> new Sighting.Garbled(error(failed));
            case Gateway.NotReached lost -> new Sighting.Closed(lost.why());
            case Gateway.Silent silent -> new Sighting.Mute(silent.why());
            case Gateway.Strange strange -> new Sighting.Garbled(strange.why());
            case Gateway.Broken broken -> new Sighting.Garbled(broken.why());
        };
    }

    private Sighting.Said standing(Member member, String body) {
        try {
            return standing(member, Json.read(body));
        } catch (IOException | NumberFormatException e) {
            return new Sighting.Garbled("answered something that is not etcd's JSON");
        }
    }

    private Sighting.Said standing(Member member, Json json) {
        if (!json.has("header") || json.text("version") == null) {
            return new Sighting.Garbled("answered JSON that is not etcd's status");
        }
        long id = json.number("header.member_id");
        long leader = json.number("leader");
        long term = json.number("raftTerm");
        if (json.number("header.cluster_id") == 0 && leader == 0 && term == 0) {
            return new Sighting.Garbled("is kine, not etcd: it has no leader and no quorum to lose");
        }
        names.learn(id, member.name());
        List<String> alarms = json.texts("errors").stream()
                .filter(error -> !error.equals(NO_LEADER))
                .map(this::alarm)
                .distinct()
                .toList();
        return new Sighting.Standing(
                Long.toHexString(id),
                role(id, leader, json.truth("isLearner")),
                leader == 0 ? null : names.of(leader),
                term,
                json.number("raftIndex"),
                json.number("raftAppliedIndex"),
                Objects.requireNonNull(json.text("version")),
                json.number("dbSize"),
                alarms);
    }

    /** etcd prints an alarm as {@code memberID:1234 alarm:NOSPACE }; any other error stands as it is. */
    private String alarm(String error) {
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

    private static Sighting.Role role(long id, long leader, boolean learner) {
        if (learner) {
            return Sighting.Role.LEARNER;
        }
        if (leader == 0) {
            return Sighting.Role.NO_LEADER;
        }
        return leader == id ? Sighting.Role.LEADER : Sighting.Role.FOLLOWER;
    }

    private static String error(Gateway.Failed failed) {
        if (failed.body().contains("HTTP request to an HTTPS server")) {
            return "it speaks TLS, use https:// and give --cacert FILE";
        }
        try {
            Json json = Json.read(failed.body());
            String message = json.text("message") == null ? json.text("error") : json.text("message");
            if (message != null && json.has("code")) {
                return message;
            }
        } catch (IOException e) {
            return notEtcd(failed.status());
        }
        return notEtcd(failed.status());
    }

    private static String notEtcd(int status) {
        return status == 404
                ? "answered HTTP 404: not etcd, or etcd without its JSON gateway (--enable-grpc-gateway)"
                : "answered HTTP %d, not etcd".formatted(status);
    }
}
