package muster.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server that speaks the API's JSON: what each path answers is what a test says. It writes down every request. */
public final class FakeApi implements AutoCloseable {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Map<String, Answer> changes = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final Map<String, Runnable> effects = new ConcurrentHashMap<>();

    private record Answer(int status, String body) {}

    /** Listens on the loopback. */
    public FakeApi() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::answer);
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        says("/version", OK, "{\"major\":\"1\",\"minor\":\"34\",\"gitVersion\":\"v1.34.4+k3s1\"}");
        nodes();
        pods();
        leases("kube-system");
        leases("kube-node-lease");
    }

    /** What a path answers from now on. */
    public void says(String path, int status, String body) {
        answers.put(path, new Answer(status, body));
    }

    /** What a path answers to whatever is no read. */
    public void changes(String path, int status, String body) {
        changes.put(path, new Answer(status, body));
    }

    /** What happens once something that is no read was asked of a path, before it is answered. */
    public void then(String path, Runnable effect) {
        effects.put(path, effect);
    }

    /** What was sent with each request that is no read. */
    public List<String> bodies() {
        return new ArrayList<>(bodies);
    }

    /** What it answers of nodes. */
    public void nodes(String... items) {
        says("/api/v1/nodes", OK, list("v1", "NodeList", items));
    }

    /** What it answers of the pods of all namespaces. */
    public void pods(String... items) {
        says("/api/v1/pods", OK, list("v1", "PodList", items));
    }

    /** What it answers of a namespace's leases. */
    public void leases(String namespace, String... items) {
        says(
                "/apis/coordination.k8s.io/v1/namespaces/%s/leases".formatted(namespace),
                OK,
                list("coordination.k8s.io/v1", "LeaseList", items));
    }

    /** What it answers whoever asks what he may do: always the same. */
    public void grants(boolean allowed) {
        says(
                "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                201,
                ("{\"apiVersion\":\"authorization.k8s.io/v1\",\"kind\":\"SelfSubjectAccessReview\",\"spec\":{},"
                                + "\"status\":{\"allowed\":%s}}")
                        .formatted(allowed));
    }

    /** A path that these credentials may not read. */
    public void forbids(String path) {
        says(path, 403, """
                {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","code":403,\
                "message":"leases.coordination.k8s.io is forbidden"}""");
    }

    /** A K3s server with an etcd member, heard so many seconds ago. */
    public static String server(String name, int number, String ready, String voter) {
        return """
                {"metadata":{"name":"%s","labels":{"node-role.kubernetes.io/control-plane":"true",\
                "node-role.kubernetes.io/etcd":"true"},"annotations":{"etcd.k3s.cattle.io/node-name":"%s-0a1b2c3d",\
                "etcd.k3s.cattle.io/node-address":"127.0.0.%d"}},"status":{"addresses":[{"type":"InternalIP",\
                "address":"127.0.0.%d"}],"nodeInfo":{"kubeletVersion":"v1.34.4+k3s1"},"conditions":[\
                {"type":"Ready","status":"%s","reason":"KubeletReady"},\
                {"type":"EtcdIsVoter","status":"%s","reason":"%s","lastHeartbeatTime":"%s"}]}}""".formatted(
                        name,
                        name,
                        number,
                        number,
                        ready,
                        voter,
                        voter.equals("True") ? "MemberNotLearner" : "MemberIsLearner",
                        ago(180));
    }

    /** A node without a part in the control plane, or a server whose objects lie outside. */
    public static String plain(String name, String role) {
        return """
                {"metadata":{"name":"%s","labels":{"kubernetes.io/hostname":"%s"%s}},"status":{"addresses":[],\
                "conditions":[{"type":"Ready","status":"True","reason":"KubeletReady"}]}}""".formatted(
                        name, name, role.isEmpty() ? "" : ",\"node-role.kubernetes.io/%s\":\"true\"".formatted(role));
    }

    /** A lease of 15 s, renewed so many seconds ago. */
    public static String lease(String name, String holder, long renewedSeconds, int transitions) {
        return """
                {"metadata":{"name":"%s"},"spec":{"holderIdentity":"%s","leaseDurationSeconds":15,\
                "acquireTime":"%s","renewTime":"%s","leaseTransitions":%d}}""".formatted(name, holder, micros(ago(3600)), micros(ago(renewedSeconds)), transitions);
    }

    private static String ago(long seconds) {
        return Instant.now()
                .minusSeconds(seconds)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }

    /** Times of leases have six digits. */
    private static String micros(String second) {
        return second.replace("Z", ".000000Z");
    }

    private static String list(String version, String kind, String... items) {
        return "{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"metadata\":{},\"items\":[%s]}"
                .formatted(version, kind, String.join(",", items));
    }

    /** Its address. */
    public URI uri() {
        return URI.create("http://127.0.0.1:%d/".formatted(server.getAddress().getPort()));
    }

    /** A kubeconfig for it, with one context called {@code test}. */
    public Path kubeconfig(Path folder) {
        try {
            return Files.writeString(folder.resolve("kubeconfig"), """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: c, cluster: {server: "%s"}}]
                    users: [{name: u, user: {token: of-a-test}}]
                    contexts: [{name: test, context: {cluster: c, user: u}}]
                    current-context: test
                    """.formatted(uri()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every request so far: method and path. */
    public List<String> requests() {
        return new ArrayList<>(requests);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + " " + path);
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Answer read = answers.getOrDefault(path, new Answer(NOT_FOUND, "{}"));
        Answer answer = exchange.getRequestMethod().equals("GET") ? read : changes.getOrDefault(path, read);
        if (!exchange.getRequestMethod().equals("GET")) {
            bodies.add(sent);
            effects.getOrDefault(path, () -> {}).run();
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
