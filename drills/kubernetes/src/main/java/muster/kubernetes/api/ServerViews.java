package muster.kubernetes.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import muster.engine.cluster.Store;
import muster.engine.history.Member;
import muster.engine.history.Sighting;
import muster.kubernetes.ApiDoor;
import org.jspecify.annotations.Nullable;

/**
 * What each server says of itself: its API server, and the etcd member of the same node. A server answers if both do; who leads, term and
 * index are etcd's own words.
 */
final class ServerViews {

    /** Its own health without etcd's, which etcd tells itself, and which would be waited for. */
    private static final ApiDoor.Request READY = ApiDoor.Request.get("/readyz?exclude=etcd&exclude=etcd-readiness");

    private static final ApiDoor.Request VERSION = ApiDoor.Request.get("/version");

    private final Doors doors;
    private final Store etcd;
    private final Map<String, Member> membersByNode;
    private final Map<String, String> namesByMember;
    private final Map<String, String> versions = new ConcurrentHashMap<>();

    /**
     * @param servers one for each node
     * @param etcd asks etcd members
     * @param members the etcd members of the same nodes
     */
    ServerViews(Doors doors, List<Member> servers, Store etcd, List<Member> members) {
        this.doors = doors;
        this.etcd = etcd;
        membersByNode = members.stream().collect(Collectors.toMap(Member::node, member -> member));
        Map<String, String> serversByNode = servers.stream().collect(Collectors.toMap(Member::node, Member::name));
        namesByMember = members.stream()
                .filter(member -> serversByNode.containsKey(member.node()))
                .collect(Collectors.toMap(Member::name, member -> serversByNode.get(member.node())));
    }

    Sighting look(Member server, long zeroNanos, Duration deadline) throws InterruptedException {
        long asked = System.nanoTime() - zeroNanos;
        ApiDoor door = doors.of(server);
        CompletableFuture<ApiDoor.Reply> ready = door.send(READY, deadline);
        CompletableFuture<ApiDoor.@Nullable Reply> version = versions.containsKey(server.name())
                ? CompletableFuture.completedFuture(null)
                : door.send(VERSION, deadline).thenApply(reply -> reply);
        Member member = membersByNode.get(server.node());
        Sighting.Said own = member == null
                ? new Sighting.Garbled("no etcd member is known on node " + server.node())
                : etcd.look(member, zeroNanos, deadline).said();
        Sighting.Said said =
                said(server, own, ready, version, deadline.toNanos() - (System.nanoTime() - zeroNanos - asked));
        return new Sighting(server.name(), asked, System.nanoTime() - zeroNanos, said);
    }

    private Sighting.Said said(
            Member server,
            Sighting.Said own,
            CompletableFuture<ApiDoor.Reply> ready,
            CompletableFuture<ApiDoor.@Nullable Reply> version,
            long leftNanos)
            throws InterruptedException {
        try {
            ApiDoor.Reply reply = ready.get(Math.max(1, leftNanos), TimeUnit.NANOSECONDS);
            if (reply.status() / 100 != 2) {
                return new Sighting.Garbled("its API server is not ready: " + Answer.message(reply.text()));
            }
            ApiDoor.Reply told = version.get(Math.max(1, leftNanos), TimeUnit.NANOSECONDS);
            if (told != null && told.status() / 100 == 2) {
                versions.put(
                        server.name(),
                        Answer.tree(told.text()).path("gitVersion").asText(""));
            }
        } catch (TimeoutException e) {
            ready.cancel(true);
            version.cancel(true);
            return new Sighting.Mute("its API server does not answer");
        } catch (ExecutionException e) {
            return unanswered(e);
        }
        return switch (own) {
            case Sighting.Standing standing ->
                named(standing, versions.getOrDefault(server.name(), "of unknown version"));
            case Sighting.Server stranger -> new Sighting.Garbled("its datastore is not etcd");
            case Sighting.Closed closed -> new Sighting.Closed("its etcd: " + closed.why());
            case Sighting.Mute mute -> new Sighting.Mute("its etcd: " + mute.why());
            case Sighting.Garbled garbled -> new Sighting.Garbled("its etcd: " + garbled.why());
        };
    }

    private static Sighting.Said unanswered(ExecutionException error) {
        String words = "its API server: " + ApiOutcomes.words(error);
        if (ApiOutcomes.closed(error)) {
            return new Sighting.Closed(words);
        }
        return ApiOutcomes.timedOut(error) ? new Sighting.Mute(words) : new Sighting.Garbled(words);
    }

    private Sighting.Standing named(Sighting.Standing standing, String version) {
        String leader = standing.leader();
        return new Sighting.Standing(
                standing.id(),
                standing.role(),
                leader == null ? null : namesByMember.getOrDefault(leader, leader),
                standing.term(),
                standing.index(),
                standing.applied(),
                "%s, etcd %s".formatted(version, standing.version()),
                standing.databaseBytes(),
                standing.alarms());
    }
}
