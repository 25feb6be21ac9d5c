package muster.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.Response;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import muster.engine.cluster.Store;
import muster.engine.history.ClusterException;
import muster.engine.history.Found;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.engine.history.Outcome;
import muster.engine.history.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * The place of one run in the store: made, read back and removed through whichever member does it, each tried in turn until the deadline.
 * Every step may be repeated without effect, which is what makes trying the next member right.
 */
final class RunPlace {

    private static final int PAGE = 1000;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration TURN = Duration.ofSeconds(3);
    private static final Duration LEAST = Duration.ofMillis(100);

    private final List<Member> members;
    private final Function<Member, Client> clients;
    private final Names names;
    private final Keys keys;

    RunPlace(List<Member> members, Function<Member, Client> clients, Names names, Keys keys) {
        this.members = members;
        this.clients = clients;
        this.names = names;
        this.keys = keys;
    }

    /**
     * Looks that nothing is there, and grants the lease that the run's keys hang on.
     *
     * @return the lease's id
     */
    long prepare(Duration timeToLive, Duration deadline) throws InterruptedException {
        long until = System.nanoTime() + deadline.toNanos();
        long there = count(until);
        if (there > 0) {
            throw new OperatorException(
                    "etcd already holds %d keys under %s".formatted(there, text(keys.all())),
                    "etcdctl del --prefix " + text(keys.all()));
        }
        return any(
                "granted a lease",
                until,
                client -> client.getLeaseClient().grant(timeToLive.toSeconds()).thenApply(granted -> granted.getID()));
    }

    /** Every write that stands, as of one revision. */
    List<Found> readBack(Duration deadline) throws InterruptedException {
        long until = System.nanoTime() + deadline.toNanos();
        List<Found> found = new ArrayList<>();
        ByteSequence end = io.etcd.jetcd.options.OptionsUtil.prefixEndOf(keys.writes());
        ByteSequence from = keys.writes();
        long revision = 0;
        while (true) {
            GetOption page = GetOption.builder()
                    .withRange(end)
                    .withLimit(PAGE)
                    .withRevision(revision)
                    .build();
            ByteSequence start = from;
            GetResponse answer = any(
                    "served the read-back",
                    until,
                    client -> client.getKVClient().get(start, page));
            if (revision == 0) {
                revision = answer.getHeader().getRevision();
            }
            for (KeyValue kept : answer.getKvs()) {
                found.add(found(kept, answer.getHeader()));
            }
            if (!answer.isMore()) {
                return found;
            }
            from = answer.getKvs().getLast().getKey().concat(ByteSequence.from(new byte[] {0}));
        }
    }

    private Found found(KeyValue kept, Response.Header header) {
        return new Found(
                keys.op(kept.getKey()),
                kept.getValue().toString(StandardCharsets.UTF_8),
                kept.getVersion(),
                new Stamp(names.of(header.getMemberId()), header.getRaftTerm(), kept.getModRevision()));
    }

    /**
     * Deletes all keys, revokes the lease if there is one, and counts again.
     *
     * @param lease as from {@link #prepare}, or null if another process prepared the run
     */
    Store.Removal remove(@Nullable Long lease, Duration deadline) throws InterruptedException {
        long until = System.nanoTime() + deadline.toNanos();
        long there = count(until);
        DeleteOption all = DeleteOption.builder().isPrefix(true).build();
        any("deleted the run's keys", until, client -> client.getKVClient().delete(keys.all(), all));
        if (lease != null) {
            any("revoked the run's lease", until, client -> revoke(client, lease));
        }
        return new Store.Removal(there, count(until));
    }

    /** A lease that is gone already is as good as one that was revoked. */
    private static CompletableFuture<Boolean> revoke(Client client, long lease) {
        return client.getLeaseClient().revoke(lease).handle((answer, error) -> {
            if (error == null) {
                return true;
            }
            if (EtcdOutcomes.of(error) instanceof Outcome.Refused refused
                    && refused.why().contains("requested lease not found")) {
                return false;
            }
            throw new java.util.concurrent.CompletionException(error);
        });
    }

    private long count(long untilNanos) throws InterruptedException {
        GetOption count = GetOption.builder().isPrefix(true).withCountOnly(true).build();
        return any("served a read", untilNanos, client -> client.getKVClient().get(keys.all(), count))
                .getCount();
    }

    private <T> T any(String what, long untilNanos, Function<Client, CompletableFuture<T>> question)
            throws InterruptedException {
        List<String> errors = new ArrayList<>();
        while (true) {
            errors.clear();
            for (Member member : members) {
                long left = untilNanos - System.nanoTime();
                CompletableFuture<T> answer = question.apply(clients.apply(member));
                try {
                    return answer.get(Math.clamp(left, LEAST.toNanos(), TURN.toNanos()), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    errors.add(member.name() + ": no answer in time");
                } catch (ExecutionException e) {
                    errors.add("%s: %s".formatted(member.name(), why(EtcdOutcomes.of(e))));
                }
            }
            if (System.nanoTime() >= untilNanos) {
                throw new ClusterException("no member %s: %s".formatted(what, String.join("; ", errors)));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private static String why(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Refused refused -> refused.why();
            case Outcome.Unknown unknown -> unknown.why();
            case Outcome.Acked _, Outcome.AckedLocally _ -> throw new IllegalStateException("an error is no success");
        };
    }

    private static String text(ByteSequence key) {
        return key.toString(StandardCharsets.UTF_8);
    }
}
