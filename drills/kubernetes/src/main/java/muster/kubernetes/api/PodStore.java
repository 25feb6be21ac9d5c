package muster.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import muster.engine.cluster.Client;
import muster.engine.cluster.Store;
import muster.engine.history.ClusterException;
import muster.engine.history.Found;
import muster.engine.history.Member;
import muster.engine.history.Outcome;
import muster.engine.history.Sighting;
import muster.kubernetes.ApiDoor;

/**
 * The Kubernetes API and what runs on its nodes, side by side: everything is as in {@link KubernetesStore}, but a local read of a server
 * asks a web server in a pod on that server's node, through a Service's port of the node. It tells whether pods go on serving while the
 * control plane is gone. Pods keep no registers: what they answer is their node's name, and a local read has no value.
 */
public final class PodStore implements Store {

    /** The word in a drill. */
    public static final String NAME = "k3s-pods";

    /** Where its pods are made. */
    public static final String NAMESPACE = RegisterMap.NAMESPACE;

    private static final Duration TRY = Duration.ofSeconds(1);
    private static final Duration LATE = Duration.ofSeconds(4);

    private final KubernetesStore api;
    private final HttpClient web = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TRY)
            .build();
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();

    /** @param api the store whose ConfigMaps are written; is closed with this object */
    public PodStore(KubernetesStore api) {
        this.api = api;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> instrument() {
        List<String> lines = new ArrayList<>(api.instrument());
        lines.removeIf(line -> line.startsWith("a local read"));
        lines.add("a local read is an HTTP request to a pod on the server's node, through a port of that node; a new"
                + " connection for each; connecting is given up after %d ms".formatted(TRY.toMillis()));
        return List.copyOf(lines);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the run was not prepared by this object
     */
    @Override
    public Client open(String run, Member member) {
        Integer port = ports.get(run);
        if (port == null) {
            throw new IllegalStateException("run %s was not prepared".formatted(run));
        }
        return new PodClient(api.open(run, member), web, member.name(), uri(api.server(member), port), LATE);
    }

    @Override
    public Sighting look(Member member, long zeroNanos, Duration deadline) throws InterruptedException {
        return api.look(member, zeroNanos, deadline);
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
     * Makes a web server on each node, and waits until each answers.
     *
     * @throws ClusterException if one does not; what was made is deleted
     */
    @Override
    public void prepare(String run, Duration deadline) throws InterruptedException {
        api.prepare(run, deadline);
        AnyServer any = api.any(deadline);
        try {
            for (Member server : api.servers()) {
                any.ask(
                        "made a pod",
                        ApiDoor.Request.create(
                                pods(run).path(),
                                Manifests.web(run, server.node()).toString()),
                        ApiOutcomes.CONFLICT);
            }
            any.ask(
                    "made a service",
                    ApiDoor.Request.create(
                            services(run).path(), Manifests.nodePort(run).toString()),
                    ApiOutcomes.CONFLICT);
            JsonNode service = services(run).list(any).path(0);
            int port =
                    service.path("spec").path("ports").path(0).path("nodePort").asInt();
            awaitAnswers(run, port, any);
            ports.put(run, port);
        } catch (ClusterException e) {
            remove(run, deadline);
            throw e;
        }
    }

    @Override
    public List<Found> readBack(String run, Duration deadline) throws InterruptedException {
        return api.readBack(run, deadline);
    }

    @Override
    public Removal remove(String run, Duration deadline) throws InterruptedException {
        ports.remove(run);
        AnyServer any = api.any(deadline);
        Removal services = services(run).remove(any);
        Removal pods = pods(run).remove(any);
        Removal registers = api.remove(run, deadline);
        return new Removal(
                services.keys() + pods.keys() + registers.keys(), services.left() + pods.left() + registers.left());
    }

    @Override
    public void close() {
        api.close();
        web.shutdownNow();
    }

    private void awaitAnswers(String run, int port, AnyServer any) throws InterruptedException {
        List<String> silent = new ArrayList<>();
        do {
            silent.clear();
            for (Member server : api.servers()) {
                URI uri = uri(server, port);
                try (PodClient client = new PodClient(api.open(run, server), web, server.name(), uri, TRY)) {
                    CompletableFuture<Outcome> answer = client.ask();
                    if (!(answer.get(LATE.toNanos(), TimeUnit.NANOSECONDS) instanceof Outcome.Acked)) {
                        silent.add("%s at %s".formatted(server.name(), uri));
                    }
                } catch (ExecutionException | TimeoutException e) {
                    silent.add("%s at %s".formatted(server.name(), uri));
                }
            }
            if (silent.isEmpty()) {
                return;
            }
        } while (any.again());
        throw new ClusterException(
                "web servers in pods do not answer: %s (kubectl get pods -n %s; or a packet filter before the nodes' ports)"
                        .formatted(String.join(", ", silent), RegisterMap.NAMESPACE));
    }

    private static RunObjects pods(String run) {
        return RunObjects.core("pods", run);
    }

    private static RunObjects services(String run) {
        return RunObjects.core("services", run);
    }

    private static URI uri(Member server, int port) {
        String host = server.client().getHost();
        return URI.create("http://%s:%d/".formatted(host, port));
    }
}
