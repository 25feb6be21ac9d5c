package muster.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import muster.engine.history.ClusterException;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.kubernetes.ApiDoor;

/**
 * Requests that any API server may answer, each tried in turn until the deadline. Every request may be repeated without effect, which is
 * what makes trying the next server right.
 */
final class AnyServer {

    private static final Duration TURN = Duration.ofSeconds(3);
    private static final Duration LEAST = Duration.ofMillis(100);
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final Doors doors;
    private final List<Member> servers;
    private final long untilNanos;

    /** @param deadline from now on, over all requests */
    AnyServer(Doors doors, List<Member> servers, Duration deadline) {
        this.doors = doors;
        this.servers = servers;
        this.untilNanos = System.nanoTime() + deadline.toNanos();
    }

    /** An answer and who gave it. */
    record Said(Member server, int status, JsonNode body) {}

    /**
     * The first answer that counts as one.
     *
     * @param what was wanted, after "no API server"
     * @param also statuses that count beside those of success
     * @throws ClusterException if there is none
     * @throws OperatorException if the credentials may not do it
     */
    Said ask(String what, ApiDoor.Request request, Integer... also) throws InterruptedException {
        List<String> errors = new ArrayList<>();
        while (true) {
            errors.clear();
            for (Member server : servers) {
                long left = untilNanos - System.nanoTime();
                Duration turn = Duration.ofNanos(Math.clamp(left, LEAST.toNanos(), TURN.toNanos()));
                CompletableFuture<ApiDoor.Reply> answer = doors.of(server).send(request, turn);
                try {
                    ApiDoor.Reply reply = answer.get(turn.toNanos(), TimeUnit.NANOSECONDS);
                    if (reply.status() / 100 == 2 || Set.of(also).contains(reply.status())) {
                        return new Said(server, reply.status(), Answer.tree(reply.text()));
                    }
                    refuseForbidden(request, reply);
                    errors.add(
                            "%s: HTTP %d: %s".formatted(server.name(), reply.status(), Answer.message(reply.text())));
                } catch (TimeoutException e) {
                    answer.cancel(true);
                    errors.add(server.name() + ": no answer in time");
                } catch (ExecutionException e) {
                    errors.add("%s: %s".formatted(server.name(), ApiOutcomes.words(e)));
                }
            }
            if (System.nanoTime() >= untilNanos) {
                throw new ClusterException("no API server %s: %s".formatted(what, String.join("; ", errors)));
            }
            pause();
        }
    }

    /** True as long as the deadline has not passed; waits a little. */
    boolean again() throws InterruptedException {
        pause();
        return System.nanoTime() < untilNanos;
    }

    private static void pause() throws InterruptedException {
        Thread.sleep(LEAST);
    }

    private static void refuseForbidden(ApiDoor.Request request, ApiDoor.Reply reply) {
        if (reply.status() == FORBIDDEN || reply.status() == UNAUTHORIZED) {
            throw new OperatorException(
                    "these credentials may not: %s".formatted(Answer.message(reply.text())),
                    "grant what k8s-manifests/ gives to drills, or use other credentials (%s %s)"
                            .formatted(request.method(), request.path()));
        }
    }
}
