package muster.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import muster.engine.cluster.Call;
import muster.engine.cluster.Client;
import muster.engine.history.Member;
import muster.engine.history.Outcome;
import muster.engine.history.Stamp;
import muster.kubernetes.ApiDoor;

/** One workload client of one API server. Its position in the store's order is the resource version, which is etcd's revision. */
final class RegisterClient implements Client {

    private final Member member;
    private final ApiDoor door;
    private final RegisterMap map;
    private final Duration deadline;
    private final UnderWay underWay = new UnderWay();

    /** @param deadline after which the answer to one request is given up */
    RegisterClient(Member member, ApiDoor door, RegisterMap map, Duration deadline) {
        this.member = member;
        this.door = door;
        this.map = map;
        this.deadline = deadline;
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
            case TRANSFER, SNAPSHOT, LOCAL_SNAPSHOT ->
                CompletableFuture.completedFuture(new Outcome.Refused("not sent: kubernetes keeps no accounts"));
            case READ -> ask(map.read(call.key())).thenApply(this::observed);
            case LOCAL_READ -> ask(map.listFromCache(call.key())).thenApply(this::listed);
            case INSERT -> ask(map.create(call)).thenApply(reply -> written(call, reply));
            case WRITE -> ask(map.put(call)).thenCompose(reply -> putOrCreate(call, reply));
            case COMPARE_AND_SET -> ask(map.read(call.key())).thenCompose(reply -> compared(call, reply));
        };
    }

    /** Each step was surely not done when the next one is sent: there is at most one write. */
    private CompletableFuture<Outcome> putOrCreate(Call call, ApiDoor.Reply put) {
        // After the close, the run's registers are about to be deleted, and must not be made again.
        if (underWay.closed() || !Answer.absent(put.status(), put.text())) {
            return CompletableFuture.completedFuture(written(call, put));
        }
        return ask(map.create(call)).thenCompose(create -> {
            if (create.status() == ApiOutcomes.CONFLICT) {
                return ask(map.put(call)).thenApply(reply -> written(call, reply));
            }
            return CompletableFuture.completedFuture(written(call, create));
        });
    }

    private CompletableFuture<Outcome> compared(Call call, ApiDoor.Reply read) {
        Outcome seen = observed(read);
        if (!(seen instanceof Outcome.Acked acked) || !Objects.equals(acked.value(), call.expected())) {
            // Nothing has been written: an error of the read is a definite one.
            return CompletableFuture.completedFuture(
                    seen instanceof Outcome.Unknown unknown ? new Outcome.Refused(unknown.why()) : seen);
        }
        ApiDoor.Request write = acked.value() == null
                ? map.create(call)
                : map.swap(call, acked.stamp().position());
        return ask(write).thenApply(reply -> written(call, reply));
    }

    private CompletableFuture<ApiDoor.Reply> ask(ApiDoor.Request request) {
        return door.send(request, deadline);
    }

    private Outcome observed(ApiDoor.Reply reply) {
        if (Answer.absent(reply.status(), reply.text())) {
            return new Outcome.Acked(null, stamp(0));
        }
        return acked(
                reply, register -> new Outcome.Acked(RegisterMap.value(register), stamp(Answer.version(register))));
    }

    private Outcome listed(ApiDoor.Reply reply) {
        return acked(
                reply,
                list -> new Outcome.Acked(RegisterMap.value(list.path("items").path(0)), stamp(Answer.version(list))));
    }

    private Outcome written(Call call, ApiDoor.Reply reply) {
        return acked(reply, register -> new Outcome.Acked(call.argument(), stamp(Answer.version(register))));
    }

    private static Outcome acked(ApiDoor.Reply reply, Function<JsonNode, Outcome> meaning) {
        if (reply.status() / 100 != 2) {
            return ApiOutcomes.of(reply);
        }
        JsonNode object = Answer.tree(reply.text());
        return Answer.version(object) == 0
                ? new Outcome.Unknown("answered something that is not Kubernetes' JSON")
                : meaning.apply(object);
    }

    private Stamp stamp(long version) {
        return new Stamp(member.name(), 0, version);
    }
}
