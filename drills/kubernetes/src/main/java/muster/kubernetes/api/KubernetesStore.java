package muster.kubernetes.api;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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
import muster.kubernetes.Kubeconfig;

/**
 * The Kubernetes API's language: registers are ConfigMaps of the namespace {@code muster}, and each API server is asked by itself. A write
 * is one JSON patch without a precondition; a compare-and-set reads and then writes over the resource version that it read, and is refused
 * with a conflict where another one came between (optimistic locking). A read goes through etcd's quorum; a local read is a list with
 * {@code resourceVersion=0}, which the server answers from its watch cache, perhaps stale (Kubernetes API concepts, "Resource versions").
 *
 * <p>Every write lengthens its ConfigMap by some 60 bytes, and etcd stores the whole ConfigMap again: a drill of some hundred writes to
 * each register stays far below the 1 MiB that a ConfigMap may have.
 */
public final class KubernetesStore implements Store {

    /** The word in a drill. */
    public static final String NAME = "kubernetes";

    /** Longer than etcd's own limit of 5 s + 2 x election timeout with K3s's timers, 15 s: the server gives up first. */
    private static final Duration CALL_DEADLINE = Duration.ofSeconds(16);

    private final List<Member> servers;
    private final Store etcd;
    private final Doors doors;
    private final ServerViews views;

    /**
     * Does not connect yet.
     *
     * @param kubeconfig the credentials
     * @param servers the API servers, one for each node: {@code https://ADDRESS:6443}
     * @param etcd asks etcd members; is closed with this object
     * @param members the etcd members of the same nodes
     */
    public KubernetesStore(Kubeconfig kubeconfig, List<Member> servers, Store etcd, List<Member> members) {
        this.servers = List.copyOf(servers);
        this.etcd = etcd;
        doors = new Doors(kubeconfig);
        views = new ServerViews(doors, servers, etcd, members);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> instrument() {
        return List.of(
                "requests: HTTP/1.1 and TLS to each API server by itself, on kept connections; no retry",
                "connecting is given up after %d ms, an answer after %d s"
                        .formatted(ApiDoor.CONNECT.toMillis(), CALL_DEADLINE.toSeconds()),
                "a write is one JSON patch of one ConfigMap; a compare-and-set is a read and a patch with the resourceVersion read",
                "a local read is a list with resourceVersion=0, from the server's watch cache",
                "view: /readyz of each API server, and the etcd member of the same node asked by itself");
    }

    @Override
    public Client open(String run, Member member) {
        return new RegisterClient(member, doors.of(server(member)), new RegisterMap(run), CALL_DEADLINE);
    }

    @Override
    public Sighting look(Member member, long zeroNanos, Duration deadline) throws InterruptedException {
        return views.look(server(member), zeroNanos, deadline);
    }

    @Override
    public Outcome serve(Member member, Duration deadline) throws InterruptedException {
        return probe(member, false, deadline);
    }

    @Override
    public Outcome serveLocally(Member member, Duration deadline) throws InterruptedException {
        return probe(member, true, deadline);
    }

    /**
     * {@inheritDoc}
     *
     * @throws OperatorException if ConfigMaps of that run are there already, or these credentials may not make any
     */
    @Override
    public void prepare(String run, Duration deadline) throws InterruptedException {
        AnyServer any = any(deadline);
        Namespace.make(any);
        RegisterMap map = new RegisterMap(run);
        int there =
                any.ask("listed ConfigMaps", map.list()).body().path("items").size();
        if (there > 0) {
            throw new OperatorException(
                    "namespace %s already holds %d ConfigMaps of %s".formatted(RegisterMap.NAMESPACE, there, run),
                    "kubectl delete configmap -n %s -l %s=%s"
                            .formatted(RegisterMap.NAMESPACE, RegisterMap.LABEL, map.label()));
        }
    }

    @Override
    public List<Found> readBack(String run, Duration deadline) throws InterruptedException {
        AnyServer.Said list = any(deadline).ask("served the read-back", new RegisterMap(run).list());
        return RegisterMap.writes(list.body(), list.server().name());
    }

    @Override
    public Removal remove(String run, Duration deadline) throws InterruptedException {
        AnyServer any = any(deadline);
        RegisterMap map = new RegisterMap(run);
        long there =
                any.ask("listed ConfigMaps", map.list()).body().path("items").size();
        any.ask("deleted the run's ConfigMaps", map.deleteAll());
        long left =
                any.ask("listed ConfigMaps", map.list()).body().path("items").size();
        return new Removal(there, left);
    }

    @Override
    public void close() {
        doors.close();
        etcd.close();
    }

    /** Requests to whichever server answers. */
    AnyServer any(Duration deadline) {
        return new AnyServer(doors, servers, deadline);
    }

    /** The API servers. */
    List<Member> servers() {
        return servers;
    }

    /** Requests to a member's API server alone. */
    ApiDoor door(Member member) {
        return doors.of(server(member));
    }

    /** The API server of a member, found by its name: a site may give its nodes other addresses than those of the API. */
    Member server(Member member) {
        return servers.stream()
                .filter(server -> server.name().equals(member.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no API server is called " + member.name()));
    }

    private Outcome probe(Member member, boolean local, Duration deadline) throws InterruptedException {
        CompletableFuture<ApiDoor.Reply> answer = doors.of(server(member)).send(RegisterMap.probe(local), deadline);
        try {
            ApiDoor.Reply reply = answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
            return Answer.absent(reply.status(), reply.text())
                    ? new Outcome.Acked(null, new Stamp(member.name(), 0, 0))
                    : ApiOutcomes.of(reply);
        } catch (TimeoutException e) {
            answer.cancel(true);
            return new Outcome.Unknown("no answer within %d ms".formatted(deadline.toMillis()));
        } catch (ExecutionException e) {
            return ApiOutcomes.of(e);
        }
    }
}
