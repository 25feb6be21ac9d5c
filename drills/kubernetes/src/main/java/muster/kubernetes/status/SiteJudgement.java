package muster.kubernetes.status;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import muster.engine.check.Quantities;
import muster.engine.history.Quorum;
import muster.engine.run.Status;
import muster.kubernetes.ClusterFacts;
import muster.kubernetes.LeaseFacts;
import muster.kubernetes.NodeFacts;
import org.jspecify.annotations.Nullable;

/** Turns what was seen of a site into its status. Pure: asks nobody. */
public final class SiteJudgement {

    /** Clocks of an API server and ours are compared to the second, over a network. */
    private static final long CLOCK_SECONDS = 3;

    private final SiteSight sight;
    private final @Nullable ClusterFacts api;
    private final @Nullable Status etcd;
    private final List<ListedMember> listed;
    private final Map<String, String> endpoints;
    private final Map<String, NodeFacts> facts = new HashMap<>();
    private final List<String> findings = new ArrayList<>();
    private final List<String> unseen = new ArrayList<>();
    private final List<String> next = new ArrayList<>();

    private SiteJudgement(SiteSight sight, @Nullable Status etcd, List<ListedMember> listed) {
        this.sight = sight;
        this.api = sight.api();
        this.etcd = etcd;
        this.listed = listed;
        this.endpoints = new HashMap<>();
        if (etcd != null) {
            etcd.members().forEach(row -> endpoints.put(row.member(), row.endpoint()));
        }
        if (api != null) {
            api.nodes().forEach(node -> facts.put(node.name(), node));
        }
    }

    /**
     * The status.
     *
     * @param etcd what its members said, each under its node's name; null if they were not asked
     * @param listed the members that etcd's own list has; empty if it was not told
     */
    public static SiteStatus of(SiteSight sight, @Nullable Status etcd, List<ListedMember> listed) {
        return new SiteJudgement(sight, etcd, listed).status();
    }

    private SiteStatus status() {
        Datastore datastore = Datastore.of(facts.values(), sight.surveys().values());
        List<SiteStatus.NodeRow> nodes = sight.nodes().stream().map(this::row).toList();
        List<SiteStatus.LeaseRow> leases =
                api == null ? List.of() : api.leases().stream().map(this::row).toList();
        judgeApi();
        judgeDoors(datastore);
        judgeMembers();
        String summary = summary(nodes);
        return new SiteStatus(
                sight.site(),
                sight.context(),
                api == null ? null : api.server().toString(),
                api == null ? null : api.version(),
                summary,
                datastore,
                tolerance(datastore),
                nodes,
                leases,
                etcd,
                findings,
                unseen,
                next);
    }

    private SiteStatus.NodeRow row(KnownNode node) {
        NodeFacts told = facts.get(node.name());
        NodeSurvey survey = sight.surveys().get(node.name());
        @Nullable Long heartbeat = told == null ? null : age(told.heartbeat());
        if (told != null && !"True".equals(told.ready())) {
            findings.add("%s is not ready: %s%s"
                    .formatted(
                            node.name(),
                            told.readyWhy() == null ? "no reason is given" : told.readyWhy(),
                            heartbeat == null ? "" : ", its kubelet was heard %d s ago".formatted(heartbeat)));
        }
        if (survey != null && !survey.unit().equals("active")) {
            findings.add("%s: k3s.service is %s".formatted(node.name(), survey.unit()));
            next.add("ssh %s journalctl -u k3s -n 50".formatted(node.name()));
        }
        NodeFacts.Voter voter = told == null ? null : told.voter();
        if (voter != null && !voter.status().equals("True")) {
            findings.add("%s: its etcd member has no vote: %s".formatted(node.name(), voter.reason()));
        }
        return new SiteStatus.NodeRow(
                node.name(),
                node.server(),
                told == null ? null : told.ready(),
                heartbeat,
                told == null ? null : told.version(),
                survey == null ? null : survey.unit(),
                survey == null ? null : Long.valueOf(survey.restarts()),
                sight.member(node),
                endpoints.get(node.name()),
                voter == null ? null : new SiteStatus.VoterRow(voter.status(), voter.reason(), age(voter.heard())));
    }

    private SiteStatus.LeaseRow row(LeaseFacts lease) {
        @Nullable Long renewed = age(lease.renewed());
        boolean expired = lease.holder() != null
                && renewed != null
                && lease.durationSeconds() != null
                && renewed > lease.durationSeconds();
        // An API server that is gone leaves its lease behind, which Kubernetes deletes an hour later.
        if (expired && !lease.name().startsWith("apiserver-")) {
            findings.add("%s: %s let its lease run out, renewed %d s ago, good for %d s"
                    .formatted(lease.name(), lease.holder(), renewed, lease.durationSeconds()));
        }
        return new SiteStatus.LeaseRow(
                lease.name(),
                lease.holder(),
                node(lease.holder()),
                renewed,
                age(lease.acquired()),
                lease.transitions(),
                expired);
    }

    /** Components name themselves by their host, an underscore and something unique (client-go, leaderelection). */
    private static @Nullable String node(@Nullable String holder) {
        if (holder == null) {
            return null;
        }
        int end = holder.indexOf('_');
        return end < 0 ? holder : holder.substring(0, end);
    }

    private void judgeApi() {
        if (api == null) {
            findings.add(sight.apiWords());
            unseen.add("readiness, heartbeats, leases and EtcdIsVoter: no API server answers");
            return;
        }
        if (!sight.apiWords().isEmpty()) {
            findings.add(sight.apiWords());
        }
        unseen.addAll(api.unseen());
        if (Math.abs(api.aheadSeconds()) > CLOCK_SECONDS) {
            findings.add("the API server's clock is %d s %s ours; ages are counted by its clock"
                    .formatted(Math.abs(api.aheadSeconds()), api.aheadSeconds() > 0 ? "ahead of" : "behind"));
        }
    }

    private void judgeDoors(Datastore datastore) {
        sight.closed().forEach((node, why) -> unseen.add(why.startsWith(node) ? why : node + ": " + why));
        boolean members = datastore.kind() == Datastore.Kind.EMBEDDED_ETCD;
        if (!sight.entered()) {
            unseen.add(
                    members
                            ? "etcd members: they want a client certificate, which lies on the servers, and there is no way there (--ssh, --agent)"
                            : "the servers' own files: there is no way there (--ssh, --agent)");
            return;
        }
        if (members && etcd == null) {
            unseen.add("etcd members: no server's certificate could be read");
        }
        if (sight.nodes().isEmpty()) {
            unseen.add("the servers: their names are not known; muster site add remembers them");
        }
    }

    private void judgeMembers() {
        List<String> annotated = sight.nodes().stream()
                .map(sight::member)
                .filter(name -> name != null)
                .map(String::valueOf)
                .toList();
        List<String> names = listed.stream().map(ListedMember::name).toList();
        for (ListedMember member : listed) {
            if (!annotated.contains(member.name())) {
                findings.add(
                        member.name().isEmpty()
                                ? "etcd has a member that was added and never started"
                                : "etcd has a member %s that belongs to no node".formatted(member.name()));
            }
            if (member.learner() && !member.name().isEmpty()) {
                findings.add("etcd: %s is a learner, which has no vote yet".formatted(member.name()));
            }
        }
        if (!names.isEmpty()) {
            for (String name : annotated) {
                if (!names.contains(name)) {
                    findings.add("a node says that it has the member %s, which etcd does not have".formatted(name));
                }
            }
        }
        long voters = listed.stream().filter(member -> !member.learner()).count();
        if (voters > 1 && voters % 2 == 0) {
            findings.add("%d voters tolerate no more losses than %d would".formatted(voters, voters - 1));
        }
    }

    private String summary(List<SiteStatus.NodeRow> nodes) {
        if (etcd != null) {
            if (api == null) {
                return etcd.quorum().held() ? "no API server answers" : "NO QUORUM, no API";
            }
            return etcd.summary();
        }
        if (api == null) {
            return "no API server answers";
        }
        long ready = nodes.stream().filter(row -> "True".equals(row.ready())).count();
        return "%d of %d nodes ready".formatted(ready, nodes.size());
    }

    private String tolerance(Datastore datastore) {
        return switch (datastore.kind()) {
            case EMBEDDED_ETCD -> etcd == null ? labelled() : counted(etcd.quorum());
            case SQLITE -> "none: with its only server the API is gone until that server is back";
            case EXTERNAL_POSTGRES, EXTERNAL_MYSQL, EXTERNAL_ETCD, EXTERNAL ->
                "servers: all but one may go, since they hold no data. The database's own is not seen from here";
            case NOT_ETCD, UNKNOWN -> "not known";
        };
    }

    private String labelled() {
        long voters = facts.values().stream().filter(NodeFacts::etcd).count();
        return "not known: %s the role etcd, and EtcdIsVoter tells who is a member, not who is alive"
                .formatted(voters == 1 ? "1 node has" : voters + " nodes have");
    }

    private static String counted(Quorum quorum) {
        String arithmetic = "%s, %d answer, %d are needed"
                .formatted(Quantities.count(quorum.voters(), "voter"), quorum.reachable(), quorum.needed());
        if (!quorum.held()) {
            return arithmetic
                    + ": writes have stopped, and the API with them; pods that run go on, and nothing is scheduled";
        }
        if (quorum.tolerates() == 0) {
            return arithmetic + ": no server may go; with the next one the API stops";
        }
        return "%s: %d more %s may go; with one more than that the API stops, and pods that run go on"
                .formatted(arithmetic, quorum.tolerates(), quorum.tolerates() == 1 ? "server" : "servers");
    }

    private @Nullable Long age(@Nullable Instant then) {
        if (then == null || api == null) {
            return null;
        }
        return Math.max(0, Duration.between(then, api.now()).toSeconds());
    }
}
