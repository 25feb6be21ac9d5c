package muster.engine.cluster;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import muster.engine.history.Member;
import muster.engine.history.Outcome;

/** A client of one member of a {@link FakeStore}. */
final class FakeClient implements Client {

    private final FakeStore store;
    private final String run;
    private final Member member;
    private final Queue<CompletableFuture<Outcome>> answers = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    FakeClient(FakeStore store, String run, Member member) {
        this.store = store;
        this.run = run;
        this.member = member;
    }

    @Override
    public CompletableFuture<Outcome> send(Call call) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        if (closed) {
            answer.complete(new Outcome.Refused("its client is closed"));
            return answer;
        }
        store.accept(run, member, call, answer);
        if (!answer.isDone()) {
            answers.add(answer);
        }
        return answer;
    }

    @Override
    public void close() {
        closed = true;
        answers.forEach(answer -> answer.complete(new Outcome.Unknown("its client was closed")));
    }
}
