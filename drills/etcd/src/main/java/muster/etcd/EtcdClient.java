package muster.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.Response;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import muster.engine.cluster.Call;
import muster.engine.cluster.Client;
import muster.engine.history.Outcome;
import muster.engine.history.Stamp;
import org.jspecify.annotations.Nullable;

/** One workload client of one member. Every write is one transaction that puts the register and the write's own key. */
final class EtcdClient implements Client {

    private static final GetOption SERIALIZABLE =
            GetOption.builder().withSerializable(true).build();

    private final io.etcd.jetcd.Client client;
    private final KV kv;
    private final Keys keys;
    private final PutOption leased;
    private final Names names;
    private final Map<Long, CompletableFuture<Outcome>> underWay = new ConcurrentHashMap<>();
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean closed;

    EtcdClient(io.etcd.jetcd.Client client, Keys keys, long lease, Names names) {
        this.client = client;
        this.kv = client.getKVClient();
        this.keys = keys;
        this.leased = PutOption.builder().withLeaseId(lease).build();
        this.names = names;
    }

    @Override
    public CompletableFuture<Outcome> send(Call call) {
        if (closed) {
            return CompletableFuture.completedFuture(new Outcome.Refused("not sent: its client is closed"));
        }
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        long turn = sent.getAndIncrement();
        underWay.put(turn, outcome);
        if (closed) {
            outcome.complete(new Outcome.Unknown("its client was closed"));
        }
        var _ = dispatch(call).whenComplete((acked, error) -> {
            underWay.remove(turn);
            outcome.complete(error == null ? Objects.requireNonNull(acked) : EtcdOutcomes.of(error));
        });
        return outcome;
    }

    private CompletableFuture<Outcome> dispatch(Call call) {
        ByteSequence register = keys.register(call.key());
        return switch (call.kind()) {
            case TRANSFER, SNAPSHOT, LOCAL_SNAPSHOT ->
                CompletableFuture.completedFuture(new Outcome.Refused("not sent: etcd keeps no accounts"));
            case INSERT ->
                kv.txn()
                        .If(comparison(register, null))
                        .Then(puts(call))
                        .commit()
                        .thenApply(answer -> answer.isSucceeded()
                                ? written(call, answer)
                                : new Outcome.Refused("%s stands there already".formatted(call.key())));
            case READ -> kv.get(register).thenApply(this::observed);
            case LOCAL_READ -> kv.get(register, SERIALIZABLE).thenApply(this::observed);
            case WRITE -> kv.txn().Then(puts(call)).commit().thenApply(answer -> written(call, answer));
            case COMPARE_AND_SET ->
                kv.txn()
                        .If(comparison(register, call.expected()))
                        .Then(puts(call))
                        .Else(Op.get(register, GetOption.DEFAULT))
                        .commit()
                        .thenApply(answer -> written(call, answer));
        };
    }

    private Op[] puts(Call call) {
        ByteSequence value = Keys.bytes(Objects.requireNonNull(call.argument(), "a write without a value"));
        return new Op[] {Op.put(keys.register(call.key()), value, leased), Op.put(keys.write(call.op()), value, leased)
        };
    }

    /** Without an expected value, the register must not exist. */
    private static Cmp comparison(ByteSequence register, @Nullable String expected) {
        return expected == null
                ? new Cmp(register, Cmp.Op.EQUAL, CmpTarget.version(0))
                : new Cmp(register, Cmp.Op.EQUAL, CmpTarget.value(Keys.bytes(expected)));
    }

    private Outcome observed(GetResponse answer) {
        return new Outcome.Acked(value(answer.getKvs()), stamp(answer));
    }

    private Outcome written(Call call, TxnResponse answer) {
        if (answer.isSucceeded()) {
            return new Outcome.Acked(call.argument(), stamp(answer));
        }
        return new Outcome.Acked(value(answer.getGetResponses().getFirst().getKvs()), stamp(answer));
    }

    private static @Nullable String value(List<KeyValue> found) {
        return found.isEmpty() ? null : found.getFirst().getValue().toString(StandardCharsets.UTF_8);
    }

    private Stamp stamp(Response answer) {
        Response.Header header = answer.getHeader();
        return new Stamp(names.of(header.getMemberId()), header.getRaftTerm(), header.getRevision());
    }

    @Override
    public void close() {
        closed = true;
        for (CompletableFuture<Outcome> outcome : underWay.values()) {
            outcome.complete(new Outcome.Unknown("its client was closed"));
        }
        client.close();
    }
}
