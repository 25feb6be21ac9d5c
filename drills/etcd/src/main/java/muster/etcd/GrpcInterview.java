package muster.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContext;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import muster.engine.history.Member;
import muster.engine.history.Outcome;
import muster.engine.history.Sighting;
import muster.engine.history.Stamp;
import org.jspecify.annotations.Nullable;

/** Asks a member by gRPC, for members that offer nothing else where clients reach them. One kept connection to each. */
final class GrpcInterview implements Interview {

    private static final ByteString KEY = ByteString.copyFromUtf8("/muster/served");

    private final Map<URI, ManagedChannel> channels = new ConcurrentHashMap<>();
    private final @Nullable SslContext tls;
    private final Names names;

    /** @param credentials null for plain text */
    GrpcInterview(@Nullable Credentials credentials, Names names) {
        OneEndpointPolicy.register();
        this.tls = credentials == null ? null : Connections.tls(credentials);
        this.names = names;
    }

    @Override
    public Sighting look(Member member, long zeroNanos, Duration deadline) throws InterruptedException {
        long asked = System.nanoTime() - zeroNanos;
        Sighting.Said said = ask(
                member,
                deadline,
                call -> ClientCalls.futureUnaryCall(
                        call.channel().newCall(MaintenanceGrpc.getStatusMethod(), call.options()),
                        StatusRequest.getDefaultInstance()),
                answer -> answered(answer).said(member, names),
                GrpcInterview::said);
        return new Sighting(member.name(), asked, System.nanoTime() - zeroNanos, said);
    }

    @Override
    public Outcome read(Member member, boolean serializable, Duration deadline) throws InterruptedException {
        RangeRequest question = RangeRequest.newBuilder()
                .setKey(KEY)
                .setCountOnly(true)
                .setSerializable(serializable)
                .build();
        return ask(
                member,
                deadline,
                call -> ClientCalls.futureUnaryCall(
                        call.channel().newCall(KVGrpc.getRangeMethod(), call.options()), question),
                this::acked,
                EtcdOutcomes::of);
    }

    /** The list of members as one of them has it: asked without the order of raft, so that it is told without a quorum too. */
    List<Listed> list(Member member, Duration deadline) throws InterruptedException {
        return ask(
                member,
                deadline,
                call -> ClientCalls.futureUnaryCall(
                        call.channel().newCall(ClusterGrpc.getMemberListMethod(), call.options()),
                        MemberListRequest.getDefaultInstance()),
                answer -> answer.getMembersList().stream()
                        .map(each -> new Listed(
                                Long.toHexString(each.getID()),
                                each.getName(),
                                each.getIsLearner(),
                                each.getClientURLsList(),
                                each.getPeerURLsList()))
                        .toList(),
                error -> List.of());
    }

    @Override
    public boolean refresh(Member member, long lease, Duration deadline) throws InterruptedException {
        CompletableFuture<Boolean> alive = new CompletableFuture<>();
        StreamObserver<LeaseKeepAliveRequest> questions = LeaseGrpc.newStub(channel(member.client()))
                .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS)
                .leaseKeepAlive(new FirstAnswer(alive));
        questions.onNext(LeaseKeepAliveRequest.newBuilder().setID(lease).build());
        try {
            return alive.get();
        } catch (ExecutionException e) {
            return false;
        } finally {
            questions.onCompleted();
        }
    }

    /** etcd answers that a lease is gone with a time to live of 0. */
    private record FirstAnswer(CompletableFuture<Boolean> alive) implements StreamObserver<LeaseKeepAliveResponse> {

        @Override
        public void onNext(LeaseKeepAliveResponse answer) {
            alive.complete(answer.getTTL() > 0);
        }

        @Override
        public void onError(Throwable error) {
            alive.completeExceptionally(error);
        }

        @Override
        public void onCompleted() {
            alive.complete(false);
        }
    }

    @Override
    public String instrument() {
        return "view: gRPC, one kept connection to each member, no retries";
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }

    /** A channel and the options of one call on it. */
    private record Call(ManagedChannel channel, CallOptions options) {}

    private <A, R> R ask(
            Member member,
            Duration deadline,
            Function<Call, Future<A>> question,
            Function<A, R> answered,
            Function<Throwable, R> failed)
            throws InterruptedException {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
        Future<A> answer = question.apply(new Call(channel(member.client()), options));
        try {
            return answered.apply(answer.get());
        } catch (ExecutionException e) {
            return failed.apply(e);
        } catch (InterruptedException e) {
            var _ = answer.cancel(true);
            throw e;
        }
    }

    private ManagedChannel channel(URI endpoint) {
        return channels.computeIfAbsent(endpoint, this::open);
    }

    private ManagedChannel open(URI endpoint) {
        NettyChannelBuilder channel = NettyChannelBuilder.forAddress(endpoint.getHost(), endpoint.getPort())
                .defaultLoadBalancingPolicy(OneEndpointPolicy.NAME)
                .disableRetry();
        return (tls == null ? channel.usePlaintext() : channel.sslContext(tls)).build();
    }

    private static Answered answered(StatusResponse answer) {
        return new Answered(
                answer.getHeader().getClusterId(),
                answer.getHeader().getMemberId(),
                answer.getLeader(),
                answer.getRaftTerm(),
                answer.getRaftIndex(),
                answer.getRaftAppliedIndex(),
                answer.getVersion(),
                answer.getDbSize(),
                answer.getIsLearner(),
                answer.getErrorsList());
    }

    private Outcome acked(RangeResponse answer) {
        return new Outcome.Acked(
                null,
                new Stamp(
                        names.of(answer.getHeader().getMemberId()),
                        answer.getHeader().getRaftTerm(),
                        answer.getHeader().getRevision()));
    }

    private static Sighting.Said said(Throwable error) {
        @Nullable Throwable at = error;
        while (at != null) {
            switch (at) {
                case ConnectException refused -> {
                    return new Sighting.Closed(Gateway.words(refused));
                }
                case NoRouteToHostException lost -> {
                    return new Sighting.Closed(Gateway.words(lost));
                }
                case SSLException tls -> {
                    return new Sighting.Garbled("TLS fails: " + Gateway.words(tls));
                }
                default -> at = at.getCause();
            }
        }
        Status status = Status.fromThrowable(error);
        String words = EtcdOutcomes.words(status);
        return status.getCode() == Status.Code.DEADLINE_EXCEEDED
                ? new Sighting.Mute("no answer in time")
                : new Sighting.Garbled(words);
    }
}
