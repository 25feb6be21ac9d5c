package muster.kubernetes.api;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import muster.engine.history.Outcome;

/** One client's calls that have no outcome yet. Closing it completes them as unknown. */
final class UnderWay implements AutoCloseable {

    private final Map<Long, CompletableFuture<Outcome>> calls = new ConcurrentHashMap<>();
    private final AtomicLong turns = new AtomicLong();
    private volatile boolean closed;

    /** Sends a call; an error becomes an outcome. */
    CompletableFuture<Outcome> send(Supplier<CompletableFuture<Outcome>> call) {
        if (closed) {
            return CompletableFuture.completedFuture(new Outcome.Refused("not sent: its client is closed"));
        }
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        long turn = turns.getAndIncrement();
        calls.put(turn, outcome);
        if (closed) {
            outcome.complete(new Outcome.Unknown("its client was closed"));
        }
        var _ = call.get().whenComplete((ended, error) -> {
            calls.remove(turn);
            outcome.complete(error == null ? ended : ApiOutcomes.of(error));
        });
        return outcome;
    }

    /** True if nothing more may be sent. */
    boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        for (CompletableFuture<Outcome> call : calls.values()) {
            call.complete(new Outcome.Unknown("its client was closed"));
        }
    }
}
