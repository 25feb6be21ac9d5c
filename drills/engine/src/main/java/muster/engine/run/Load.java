package muster.engine.run;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import muster.engine.cluster.Call;
import muster.engine.cluster.Client;
import muster.engine.cluster.Store;
import muster.engine.drill.Workload;
import muster.engine.history.HistoryLog;
import muster.engine.history.Member;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The open-loop load: calls leave when they are due, whether or not earlier ones came back, each on a virtual thread and with a
 * deadline. Too many in flight are shed and counted, never sent late in silence. Nothing is retried.
 *
 * <p>A closed loop would wait behind the first call that hangs, and report the length of that call for the length of the outage.
 */
final class Load implements AutoCloseable {

    private static final int LOCAL_READS_PER_SECOND = 5;

    /** One client of one member. Its calls may overlap, so it hands out process numbers: one call at a time for each. */
    private static final class Seat {
        final int number;
        final Member member;
        final Client client;
        final ConcurrentLinkedQueue<Long> idleProcesses = new ConcurrentLinkedQueue<>();

        Seat(int number, Member member, Client client) {
            this.number = number;
            this.member = member;
            this.client = client;
        }
    }

    private final Workload workload;
    private final Questions questions;
    private final HistoryLog history;
    private final RunClock clock;
    private final Pulse pulse;
    private final List<Seat> seats = new ArrayList<>();
    private final List<Seat> localSeats = new ArrayList<>();
    private final AtomicLong nextOp = new AtomicLong();
    private final AtomicLong nextProcess = new AtomicLong();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong shed = new AtomicLong();
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    private final int mostInFlight;
    private final List<Thread> schedules = new ArrayList<>();
    private volatile boolean stopped;

    Load(
            Workload workload,
            Store store,
            String run,
            List<Member> members,
            HistoryLog history,
            RunClock clock,
            Pulse pulse) {
        this.workload = workload;
        this.questions = Questions.of(workload);
        this.history = history;
        this.clock = clock;
        this.pulse = pulse;
        this.mostInFlight = Math.max(64, workload.ratePerSecond() * 2);
        for (int i = 0; i < workload.clients(); i++) {
            Member member = members.get(i % members.size());
            seats.add(new Seat(i, member, store.open(run, member)));
        }
        for (Member member : members) {
            localSeats.add(new Seat(seats.size() + localSeats.size(), member, store.open(run, member)));
        }
    }

    /** Begins to send. */
    void start() {
        schedules.add(
                Thread.ofPlatform().daemon().name("load").start(() -> keep(workload.ratePerSecond(), this::next)));
        schedules.add(Thread.ofPlatform()
                .daemon()
                .name("local-reads")
                .start(() -> keep(LOCAL_READS_PER_SECOND * localSeats.size(), this::nextLocal)));
    }

    /** Calls that were due and not sent. */
    long shed() {
        return shed.get();
    }

    /** @throws IOException if the history could not be written; calls are no longer sent then */
    void check() throws IOException {
        IOException error = failure.get();
        if (error != null) {
            throw error;
        }
    }

    /** Stops sending and waits until every client has stopped waiting. */
    void drain() {
        stopped = true;
        schedules.forEach(Lookout::join);
        long limit = clock.getAsLong() + workload.deadline().plusSeconds(1).toNanos();
        while (inFlight.get() > 0 && clock.getAsLong() < limit) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    @Override
    public void close() {
        drain();
        seats.forEach(seat -> seat.client.close());
        localSeats.forEach(seat -> seat.client.close());
    }

    private interface Sender {
        void send(long dueNanos, long turn, SplittableRandom random);
    }

    private void keep(int ratePerSecond, Sender sender) {
        SplittableRandom random = new SplittableRandom();
        long periodNanos = TimeUnit.SECONDS.toNanos(1) / ratePerSecond;
        long start = clock.getAsLong();
        for (long turn = 0; !stopped && failure.get() == null; turn++) {
            long due = start + turn * periodNanos;
            for (long left = due - clock.getAsLong(); left > 0; left = due - clock.getAsLong()) {
                LockSupport.parkNanos(left);
            }
            sender.send(due, turn, random);
        }
    }

    private void next(long dueNanos, long turn, SplittableRandom random) {
        Seat seat = seats.get((int) (turn % seats.size()));
        dispatch(seat, dueNanos, id -> questions.next(id, seat.number, random));
    }

    private void nextLocal(long dueNanos, long turn, SplittableRandom random) {
        Seat seat = localSeats.get((int) (turn % localSeats.size()));
        dispatch(seat, dueNanos, id -> questions.local(id, random));
    }

    private void dispatch(Seat seat, long dueNanos, LongFunction<Call> question) {
        if (inFlight.incrementAndGet() > mostInFlight) {
            inFlight.decrementAndGet();
            shed.incrementAndGet();
            return;
        }
        Call call = question.apply(nextOp.getAndIncrement());
        Thread.ofVirtual().start(() -> {
            try {
                perform(seat, dueNanos, call);
            } catch (IOException e) {
                failure.compareAndSet(null, e);
            } finally {
                inFlight.decrementAndGet();
            }
        });
    }

    private void perform(Seat seat, long dueNanos, Call call) throws IOException {
        Long idle = seat.idleProcesses.poll();
        long process = idle == null ? nextProcess.getAndIncrement() : idle;
        Op sent = new Op(
                call.op(),
                seat.number,
                process,
                call.kind(),
                call.key(),
                call.argument(),
                call.expected(),
                seat.member.name(),
                dueNanos,
                clock.getAsLong(),
                Long.MAX_VALUE,
                new Outcome.Unknown("under way"),
                null);
        history.sending(sent);
        CompletableFuture<Outcome> answer = seat.client.send(call);
        Outcome outcome = await(answer);
        Op ended = sent.ended(clock.getAsLong(), outcome);
        history.done(ended);
        pulse.ended(ended);
        questions.ended(ended);
        if (outcome instanceof Outcome.Unknown) {
            var _ = answer.thenAccept(late -> heardLate(call.op(), late));
            return;
        }
        seat.idleProcesses.add(process);
    }

    private Outcome await(CompletableFuture<Outcome> answer) {
        try {
            return answer.get(workload.deadline().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new Outcome.Unknown(
                    "no answer within %d ms".formatted(workload.deadline().toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Unknown("its client was stopped");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a client's answer must not fail", e.getCause());
        }
    }

    private void heardLate(long id, Outcome late) {
        if (late instanceof Outcome.Unknown) {
            return;
        }
        try {
            history.late(id, new Op.Late(clock.getAsLong(), late));
        } catch (IOException e) {
            failure.compareAndSet(null, e);
        }
    }
}
