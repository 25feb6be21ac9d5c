package muster.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import muster.engine.cluster.Call;
import muster.engine.cluster.Client;
import muster.engine.history.Member;
import muster.engine.history.Outcome;
import muster.engine.history.Stamp;
import muster.kubernetes.ApiDoor;

/** Makes objects through one API server, and waits there until their work was done. */
final class WorkMaker implements Client {

    /** From the object to the first question. */
    static final Duration FIRST = Duration.ofMillis(20);

    /** The longest time between two questions. */
    static final Duration LAST = Duration.ofMillis(500);

    private static final Duration ANSWER = Duration.ofSeconds(16);

    /** Longer than a lease takes to change hands, with an election of etcd's before it. */
    private static final Duration GIVE_UP = Duration.ofSeconds(45);

    private final Member member;
    private final ApiDoor door;
    private final LeasedWork work;
    private final RunObjects objects;
    private final ScheduledExecutorService timer;
    private final UnderWay underWay = new UnderWay();

    WorkMaker(Member member, ApiDoor door, LeasedWork work, String run, ScheduledExecutorService timer) {
        this.member = member;
        this.door = door;
        this.work = work;
        this.objects = work.objects(run);
        this.timer = timer;
    }

    @Override
    public CompletableFuture<Outcome> send(Call call) {
        return underWay.send(() -> dispatch(call));
    }

    @Override
    public void close() {
        underWay.close();
    }

    private CompletableFuture<Outcome> dispatch(Call call) {
        return switch (call.kind()) {
            case INSERT -> make(call);
            case READ -> door.send(ApiDoor.Request.get(path(call)), ANSWER).thenApply(this::observed);
            case LOCAL_READ ->
                door.send(ApiDoor.Request.get(path(call) + "?resourceVersion=0"), ANSWER)
                        .thenApply(this::observed);
            case WRITE, COMPARE_AND_SET ->
                CompletableFuture.completedFuture(
                        new Outcome.Refused("not sent: the work of an object is done once; take kind insert"));
            case TRANSFER, SNAPSHOT, LOCAL_SNAPSHOT ->
                CompletableFuture.completedFuture(
                        new Outcome.Refused("not sent: %s keeps no accounts".formatted(work.store())));
        };
    }

    private CompletableFuture<Outcome> make(Call call) {
        ApiDoor.Request create = ApiDoor.Request.create(
                objects.path(), work.manifest(objects.run(), call).toString());
        return door.send(create, ANSWER).thenCompose(reply -> {
            if (reply.status() / 100 != 2) {
                return CompletableFuture.completedFuture(ApiOutcomes.of(reply));
            }
            CompletableFuture<Outcome> outcome = new CompletableFuture<>();
            askLater(call, outcome, FIRST, System.nanoTime() + GIVE_UP.toNanos());
            return outcome;
        });
    }

    private void askLater(Call call, CompletableFuture<Outcome> outcome, Duration pause, long untilNanos) {
        try {
            var _ = timer.schedule(
                    () -> ask(call, outcome, pause, untilNanos), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            outcome.complete(new Outcome.Unknown("made, and not waited for: its store was closed"));
        }
    }

    /** An error of the question says nothing of the object: it is asked for again. */
    private void ask(Call call, CompletableFuture<Outcome> outcome, Duration pause, long untilNanos) {
        if (underWay.closed() || System.nanoTime() > untilNanos) {
            outcome.complete(
                    new Outcome.Unknown("made, and its work not done within %d s".formatted(GIVE_UP.toSeconds())));
            return;
        }
        var _ = door.send(ApiDoor.Request.get(path(call) + "?resourceVersion=0"), ANSWER)
                .whenComplete((reply, error) -> {
                    if (error == null && observed(reply) instanceof Outcome.Acked acked && acked.value() != null) {
                        outcome.complete(acked);
                        return;
                    }
                    Duration longer = pause.multipliedBy(5).dividedBy(4);
                    askLater(call, outcome, longer.compareTo(LAST) < 0 ? longer : LAST, untilNanos);
                });
    }

    /** An object that waits for its work is no element yet. */
    private Outcome observed(ApiDoor.Reply reply) {
        if (Answer.absent(reply.status(), reply.text())) {
            return new Outcome.Acked(null, new Stamp(member.name(), 0, 0));
        }
        if (reply.status() / 100 != 2) {
            return ApiOutcomes.of(reply);
        }
        JsonNode object = Answer.tree(reply.text());
        String value = object.path("metadata")
                .path("annotations")
                .path(Manifests.VALUE)
                .asText("");
        return new Outcome.Acked(
                work.done(object) && !value.isEmpty() ? value : null,
                new Stamp(member.name(), 0, Answer.version(object)));
    }

    private String path(Call call) {
        return objects.path(Manifests.name(objects.run(), call.key()));
    }
}
