package muster.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import org.jspecify.annotations.Nullable;

/** One API server, asked with the credentials of a kubeconfig. Reads only. Safe for threads. */
public final class ApiServer implements AutoCloseable {

    private static final String SYSTEM = "kube-system";
    private static final String HEARTBEATS = "kube-node-lease";
    private static final Duration FIRST_WORD = Duration.ofSeconds(4);
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final URI server;
    private final KubernetesClient client;

    private ApiServer(URI server, KubernetesClient client) {
        this.server = server;
        this.client = client;
    }

    /** Does not connect yet. */
    public static ApiServer of(Kubeconfig kubeconfig, URI server) {
        return new ApiServer(server, kubeconfig.client(server));
    }

    /** Which one. */
    public URI uri() {
        return server;
    }

    /**
     * What it tells of nodes and leases.
     *
     * @throws ClusterException if it does not answer, or not as an API server
     * @throws OperatorException if it does not take the credentials, or they may not read nodes
     * @throws InterruptedException if this thread is interrupted
     */
    public ClusterFacts look() throws InterruptedException {
        Greeting greeting = greet();
        List<String> unseen = new ArrayList<>();
        List<Lease> system = leases(SYSTEM, unseen);
        Map<String, Instant> heartbeats = new HashMap<>();
        for (Lease lease : leases(HEARTBEATS, unseen)) {
            ZonedDateTime renewed =
                    lease.getSpec() == null ? null : lease.getSpec().getRenewTime();
            if (renewed != null) {
                heartbeats.put(lease.getMetadata().getName(), renewed.toInstant());
            }
        }
        List<NodeFacts> nodes = ask("nodes", () -> client.nodes().list()).getItems().stream()
                .map(node -> Nodes.facts(node, heartbeats.get(node.getMetadata().getName())))
                .sorted(Comparator.comparing(NodeFacts::name))
                .toList();
        return new ClusterFacts(
                server,
                greeting.version(),
                greeting.now(),
                greeting.aheadSeconds(),
                nodes,
                system.stream()
                        .map(Nodes::facts)
                        .sorted(Comparator.comparing(LeaseFacts::name))
                        .toList(),
                unseen);
    }

    /**
     * Whether our credentials may do something, by {@code SelfSubjectAccessReview}.
     *
     * @param group the API group; empty for the core
     * @param resource with its subresource, if it is one: {@code pods/exec}
     * @param namespace null for all of them, or for what has none
     * @throws ClusterException if it does not answer
     */
    public boolean may(String verb, String group, String resource, @Nullable String namespace) {
        int slash = resource.indexOf('/');
        SelfSubjectAccessReview review = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withVerb(verb)
                .withGroup(group)
                .withResource(slash < 0 ? resource : resource.substring(0, slash))
                .withSubresource(slash < 0 ? null : resource.substring(slash + 1))
                .withNamespace(namespace)
                .endResourceAttributes()
                .endSpec()
                .build();
        SelfSubjectAccessReview answer =
                ask("an access review", () -> client.resource(review).create());
        return answer.getStatus() != null
                && Boolean.TRUE.equals(answer.getStatus().getAllowed());
    }

    /**
     * True if a namespace is there.
     *
     * @throws OperatorException if these credentials may not ask
     * @throws ClusterException if it does not answer
     */
    public boolean hasNamespace(String name) {
        return ask(
                        "the namespace " + name,
                        () -> Optional.ofNullable(
                                client.namespaces().withName(name).get()))
                .isPresent();
    }

    @Override
    public void close() {
        client.close();
    }

    /** What it says first: its version and its clock. */
    private record Greeting(String version, Instant now, long aheadSeconds) {}

    private Greeting greet() throws InterruptedException {
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(server.resolve("/version"))
                .build();
        CompletableFuture<HttpResponse<String>> asked = client.getHttpClient().sendAsync(request, String.class);
        try {
            HttpResponse<String> answer = asked.get(FIRST_WORD.toNanos(), TimeUnit.NANOSECONDS);
            if (answer.code() == UNAUTHORIZED || answer.code() == FORBIDDEN) {
                throw unauthorized();
            }
            Instant ours = Instant.now();
            Instant now = clock(answer, ours);
            return new Greeting(
                    version(answer), now, Duration.between(ours, now).toSeconds());
        } catch (ExecutionException e) {
            throw unreachable(e);
        } catch (TimeoutException e) {
            asked.cancel(true);
            throw new ClusterException(
                    "the API server %s does not answer within %d s".formatted(server, FIRST_WORD.toSeconds()), e);
        }
    }

    private static Instant clock(HttpResponse<String> answer, Instant ours) {
        String date = answer.header("Date");
        return date == null
                ? ours
                : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
    }

    private String version(HttpResponse<String> answer) {
        try (JsonParser json = new JsonFactory().createParser(String.valueOf(answer.body()))) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.FIELD_NAME
                        && json.currentName().equals("gitVersion")) {
                    return json.nextTextValue();
                }
            }
        } catch (IOException e) {
            throw new ClusterException("%s answers something that is no Kubernetes".formatted(server), e);
        }
        throw new ClusterException(
                "%s answers HTTP %d without a version of Kubernetes".formatted(server, answer.code()));
    }

    private List<Lease> leases(String namespace, List<String> unseen) {
        try {
            return client.leases().inNamespace(namespace).list().getItems();
        } catch (KubernetesClientException e) {
            if (e.getCode() != FORBIDDEN) {
                throw failed("leases of " + namespace, e);
            }
            unseen.add("leases of %s: these credentials may not list them".formatted(namespace));
            return List.of();
        }
    }

    private <T> T ask(String what, Supplier<T> question) {
        try {
            return question.get();
        } catch (KubernetesClientException e) {
            throw failed(what, e);
        }
    }

    private RuntimeException failed(String what, KubernetesClientException error) {
        return switch (error.getCode()) {
            case UNAUTHORIZED -> unauthorized();
            case FORBIDDEN ->
                new OperatorException(
                        "these credentials may not read %s at %s".formatted(what, server),
                        "grant get, list on nodes and on leases of coordination.k8s.io",
                        error);
            // Fabric8 has either for an answer that never came.
            case 0, -1 -> unreachable(error);
            default ->
                new ClusterException(
                        "%s: %s answers HTTP %d: %s"
                                .formatted(what, server, error.getCode(), Kubeconfig.firstLine(error)),
                        error);
        };
    }

    private OperatorException unauthorized() {
        return new OperatorException(
                "the API server %s does not take these credentials".formatted(server),
                "take a fresh kubeconfig from a server, or log in again");
    }

    private ClusterException unreachable(Throwable error) {
        return new ClusterException(Unreachable.words(server, error), error);
    }
}
