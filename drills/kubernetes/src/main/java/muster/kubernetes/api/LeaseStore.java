package muster.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import muster.engine.cluster.Client;
import muster.engine.cluster.Store;
import muster.engine.history.Found;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.engine.history.Outcome;
import muster.engine.history.Sighting;
import muster.engine.history.Stamp;
import muster.kubernetes.ApiDoor;

/**
 * Leased work, measured from outside: a write makes an object, and is acknowledged once its work was done. Who leads is who holds the
 * lease, as each API server tells it from its watch cache; its term counts the holders so far ({@code leaseTransitions} + 1). A server
 * answers if its API server and its etcd member do.
 */
public final class LeaseStore implements Store {

    private final LeasedWork work;
    private final KubernetesStore api;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("bindings").factory());

    /**
     * @param work what is measured
     * @param api speaks to the API servers; is closed with this object
     */
    public LeaseStore(LeasedWork work, KubernetesStore api) {
        this.work = work;
        this.api = api;
    }

    @Override
    public String name() {
        return work.store();
    }

    @Override
    public List<String> instrument() {
        List<String> lines = new ArrayList<>(api.instrument().subList(0, 2));
        lines.add(work.write());
        lines.add("it is asked for after %d ms, then at growing intervals, every %d ms at last"
                .formatted(WorkMaker.FIRST.toMillis(), WorkMaker.LAST.toMillis()));
        lines.add("view: the lease %s by each API server's watch cache, and the server's etcd member"
                .formatted(work.lease()));
        return List.copyOf(lines);
    }

    @Override
    public Client open(String run, Member member) {
        return new WorkMaker(member, api.door(member), work, run, timer);
    }

    @Override
    public Sighting look(Member member, long zeroNanos, Duration deadline) throws InterruptedException {
        long asked = System.nanoTime();
        CompletableFuture<ApiDoor.Reply> lease = api.door(member).send(lease(), deadline);
        Sighting own = api.look(member, zeroNanos, deadline);
        if (!(own.said() instanceof Sighting.Standing standing)) {
            lease.cancel(true);
            return own;
        }
        Sighting.Said said = held(member, standing, lease, deadline.toNanos() - (System.nanoTime() - asked));
        return new Sighting(own.member(), own.askedNanos(), System.nanoTime() - zeroNanos, said);
    }

    @Override
    public Outcome serve(Member member, Duration deadline) throws InterruptedException {
        return api.serve(member, deadline);
    }

    @Override
    public Outcome serveLocally(Member member, Duration deadline) throws InterruptedException {
        return api.serveLocally(member, deadline);
    }

    /**
     * {@inheritDoc}
     *
     * @throws OperatorException if objects of that run are there already, or these credentials may not make any
     */
    @Override
    public void prepare(String run, Duration deadline) throws InterruptedException {
        AnyServer any = api.any(deadline);
        Namespace.make(any);
        int there = work.objects(run).list(any).size();
        if (there > 0) {
            throw new OperatorException(
                    "namespace %s already holds %d %s of %s"
                            .formatted(RegisterMap.NAMESPACE, there, work.resource(), run),
                    "kubectl delete %s -n %s -l %s=%s"
                            .formatted(
                                    work.resource(), RegisterMap.NAMESPACE, RegisterMap.LABEL, RegisterMap.label(run)));
        }
    }

    @Override
    public List<Found> readBack(String run, Duration deadline) throws InterruptedException {
        List<Found> found = new ArrayList<>();
        for (JsonNode object : work.objects(run).list(api.any(deadline))) {
            JsonNode notes = object.path("metadata").path("annotations");
            if (work.done(object) && notes.has(Manifests.ID)) {
                found.add(new Found(
                        notes.path(Manifests.ID).asLong(),
                        notes.path(Manifests.VALUE).asText(),
                        1,
                        new Stamp(work.lease(), 0, Answer.version(object))));
            }
        }
        return found;
    }

    @Override
    public Removal remove(String run, Duration deadline) throws InterruptedException {
        return work.objects(run).remove(api.any(deadline));
    }

    @Override
    public void close() {
        timer.shutdownNow();
        api.close();
    }

    private ApiDoor.Request lease() {
        return ApiDoor.Request.get("/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/%s?resourceVersion=0"
                .formatted(work.lease()));
    }

    private Sighting.Said held(
            Member member, Sighting.Standing standing, CompletableFuture<ApiDoor.Reply> lease, long leftNanos)
            throws InterruptedException {
        ApiDoor.Reply reply;
        try {
            reply = lease.get(Math.max(1, leftNanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            lease.cancel(true);
            return new Sighting.Mute("its API server does not tell of the lease");
        } catch (ExecutionException e) {
            return new Sighting.Garbled("its API server: " + ApiOutcomes.words(e));
        }
        if (reply.status() / 100 != 2) {
            return new Sighting.Garbled("the lease %s: ".formatted(work.lease()) + Answer.message(reply.text()));
        }
        JsonNode spec = Answer.tree(reply.text()).path("spec");
        String holder = node(spec.path("holderIdentity").asText(""));
        Sighting.Role role = holder.isEmpty()
                ? Sighting.Role.NO_LEADER
                : holder.equals(member.name()) ? Sighting.Role.LEADER : Sighting.Role.FOLLOWER;
        return new Sighting.Standing(
                standing.id(),
                role,
                holder.isEmpty() ? null : holder,
                spec.path("leaseTransitions").asLong(0) + 1,
                standing.index(),
                standing.applied(),
                standing.version(),
                standing.databaseBytes(),
                standing.alarms());
    }

    /** A holder calls itself {@code <host>_<random>}; the host is the node's name, which has no underscore. */
    private static String node(String holder) {
        int at = holder.indexOf('_');
        return at < 0 ? holder : holder.substring(0, at);
    }
}
