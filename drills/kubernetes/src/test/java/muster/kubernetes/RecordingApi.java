package muster.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands between Muster and a real API server, hands every request on with the kubeconfig's credentials, and writes it down. */
public final class RecordingApi implements AutoCloseable {

    private static final int BAD_GATEWAY = 502;

    private final HttpServer server;
    private final URI real;
    private final KubernetesClient client;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** Listens on the loopback. */
    public RecordingApi(Kubeconfig kubeconfig) {
        real = kubeconfig.server();
        client = kubeconfig.client(real);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::pass);
        server.start();
    }

    /** A kubeconfig that names it, with one context called {@code test}. */
    public Path kubeconfig(Path folder) throws IOException {
        return Files.writeString(folder.resolve("recorded kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: u, user: {token: none}}]
                contexts: [{name: test, context: {cluster: c, user: u}}]
                current-context: test
                """.formatted(
                        server.getAddress().getPort()));
    }

    /** Every request so far: method and path. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.close();
    }

    private void pass(HttpExchange exchange) throws IOException {
        requests.add(
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        HttpRequest.Builder request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(real.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), "application/json", body.isEmpty() ? null : body);
        try (exchange) {
            HttpResponse<byte[]> answer = client.getHttpClient()
                    .sendAsync(request.build(), byte[].class)
                    .get();
            for (String header : List.of("Content-Type", "Date")) {
                if (answer.header(header) != null) {
                    exchange.getResponseHeaders().set(header, Objects.requireNonNull(answer.header(header)));
                }
            }
            byte[] told = answer.body();
            exchange.sendResponseHeaders(answer.code(), told.length == 0 ? -1 : told.length);
            exchange.getResponseBody().write(told);
        } catch (ExecutionException e) {
            exchange.sendResponseHeaders(BAD_GATEWAY, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
