package muster.kubernetes.api;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import muster.engine.cluster.Call;
import muster.engine.cluster.Client;
import muster.engine.history.Outcome;
import muster.engine.history.Stamp;

/** One client of one server: a local read asks the pod on its node, everything else its API. */
final class PodClient implements Client {

    private static final int OK = 200;

    private final Client api;
    private final HttpClient web;
    private final String name;
    private final URI pod;
    private final Duration deadline;
    private final UnderWay underWay = new UnderWay();

    /** @param deadline after which a pod's answer is given up */
    PodClient(Client api, HttpClient web, String name, URI pod, Duration deadline) {
        this.api = api;
        this.web = web;
        this.name = name;
        this.pod = pod;
        this.deadline = deadline;
    }

    @Override
    public CompletableFuture<Outcome> send(Call call) {
        return switch (call.kind()) {
            case LOCAL_READ -> underWay.send(this::ask);
            case TRANSFER, SNAPSHOT, LOCAL_SNAPSHOT ->
                CompletableFuture.completedFuture(new Outcome.Refused("not sent: k3s-pods keeps no accounts"));
            case READ, WRITE, COMPARE_AND_SET, INSERT -> api.send(call);
        };
    }

    /** One request to the pod; fails if there is no answer. */
    CompletableFuture<Outcome> ask() {
        HttpRequest request = HttpRequest.newBuilder(pod).timeout(deadline).build();
        return web.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(answer -> {
            String who = answer.body().strip();
            return answer.statusCode() == OK && who.equals(name)
                    ? new Outcome.Acked(null, new Stamp(name, 0, 0))
                    : new Outcome.Refused("answered by something else: HTTP " + answer.statusCode());
        });
    }

    @Override
    public void close() {
        underWay.close();
        api.close();
    }
}
