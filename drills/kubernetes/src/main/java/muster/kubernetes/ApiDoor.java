package muster.kubernetes;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one API server as they are: no retry, no redirect, no other server. Over HTTP/1.1, so that a request that is given up
 * takes its own connection with it, and no other request's. Safe for threads.
 */
public final class ApiDoor implements AutoCloseable {

    /** After which a server that takes no connection is given up. */
    public static final Duration CONNECT = Duration.ofSeconds(1);

    private final URI server;
    private final KubernetesClient client;

    /** How a request's body is meant. */
    public enum Body {
        /** A whole object. */
        OBJECT("application/json"),
        /** Operations that are done together or not at all, RFC 6902. */
        JSON_PATCH("application/json-patch+json"),
        /** Fields that are set, RFC 7386. */
        MERGE_PATCH("application/merge-patch+json");

        private final String type;

        Body(String type) {
            this.type = type;
        }
    }

    /**
     * A request.
     *
     * @param method such as {@code GET}
     * @param path with its query, from the root
     * @param kind how the body is meant
     * @param text the body; null if there is none
     */
    public record Request(
            String method, String path, Body kind, @Nullable String text) {

        /** A read. */
        public static Request get(String path) {
            return new Request("GET", path, Body.OBJECT, null);
        }

        /** A new object. */
        public static Request create(String path, String text) {
            return new Request("POST", path, Body.OBJECT, text);
        }

        /** A change. */
        public static Request patch(String path, Body kind, String text) {
            return new Request("PATCH", path, kind, text);
        }

        /** A deletion. */
        public static Request delete(String path) {
            return new Request("DELETE", path, Body.OBJECT, null);
        }
    }

    /**
     * An answer of whatever status.
     *
     * @param status of HTTP
     * @param text the body
     */
    public record Reply(int status, String text) {}

    private ApiDoor(URI server, KubernetesClient client) {
        this.server = server;
        this.client = client;
    }

    /** Does not connect yet. */
    public static ApiDoor of(Kubeconfig kubeconfig, URI server) {
        return new ApiDoor(
                server,
                new KubernetesClientBuilder()
                        .withConfig(new ConfigBuilder(kubeconfig.config(server))
                                .withConnectionTimeout(Math.toIntExact(CONNECT.toMillis()))
                                .withHttp2Disable(true)
                                .build())
                        .withHttpClientFactory(new JdkHttpClientFactory())
                        .build());
    }

    /** Which server. */
    public URI uri() {
        return server;
    }

    /**
     * Sends a request and returns at once.
     *
     * @param deadline after which the answer is given up
     * @return the answer; fails with an {@link java.io.IOException} if there is none
     */
    public CompletableFuture<Reply> send(Request request, Duration deadline) {
        HttpRequest.Builder http = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(server.resolve(request.path()))
                .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
        if (request.text() != null || !request.method().equals("GET")) {
            http.method(request.method(), request.kind().type, request.text() == null ? "" : request.text());
        }
        return client.getHttpClient()
                .sendAsync(http.build(), String.class)
                .thenApply(answer -> new Reply(answer.code(), String.valueOf(answer.body())));
    }

    @Override
    public void close() {
        client.close();
    }
}
