package muster.etcd;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes jetcd clients, each with one endpoint, no retries, and a deadline on every unary call. They share their threads. */
final class Connections implements AutoCloseable {

    /** From the first packet to a TCP connection. */
    static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);

    /** How long a connection is silent before it is pinged; etcd closes connections that ping more often than each 5 s. */
    static final Duration KEEPALIVE = Duration.ofSeconds(10);

    /** How long an answer to a ping may take. */
    static final Duration KEEPALIVE_TIMEOUT = Duration.ofSeconds(3);

    private final Map<URI, Client> kept = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final @Nullable SslContext tls;
    private final Duration deadline;

    /** @param deadline of every unary call */
    Connections(@Nullable Credentials credentials, Duration deadline) {
        this.deadline = deadline;
        OneEndpointPolicy.register();
        tls = credentials == null ? null : tls(credentials);
    }

    /** A client of one endpoint; does not wait for the connection. */
    Client open(URI endpoint) {
        ClientBuilder builder = Client.builder()
                .endpoints(endpoint)
                .loadBalancerPolicy(OneEndpointPolicy.NAME)
                .retryMaxAttempts(0)
                .waitForReady(false)
                .connectTimeout(CONNECT_TIMEOUT)
                .keepaliveTime(KEEPALIVE)
                .keepaliveTimeout(KEEPALIVE_TIMEOUT)
                .executorService(threads)
                .interceptor(new Deadline(deadline));
        if (tls != null) {
            builder.sslContext(tls).authority(endpoint.getAuthority());
        }
        return builder.build();
    }

    /** The client of one endpoint that is kept until this object is closed; not for the workload. */
    Client kept(URI endpoint) {
        return kept.computeIfAbsent(endpoint, this::open);
    }

    /** The same for Netty. */
    static SslContext tls(Credentials credentials) {
        SslContextBuilder builder = GrpcSslContexts.forClient().trustManager(credentials.authorities());
        if (credentials.key() != null) {
            builder.keyManager(credentials.key(), credentials.chain());
        }
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS cannot be set up with certificates that were read", e);
        }
    }

    @Override
    public void close() {
        kept.values().forEach(Client::close);
        threads.shutdownNow();
    }

    /** Puts the deadline on unary calls. Streams live as long as they are wanted. */
    private record Deadline(Duration limit) implements ClientInterceptor {

        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            if (method.getType() != MethodDescriptor.MethodType.UNARY) {
                return next.newCall(method, options);
            }
            return next.newCall(method, options.withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS));
        }
    }

    /** How the clients connect, one line each. */
    static List<String> instrument(Duration deadline) {
        return List.of(
                "workload: jetcd, one connection to one member for each client, no retries, no redirects",
                "connect: given up after %d ms, tried again %d ms after a failure (gRPC's growing back-off is not used)"
                        .formatted(CONNECT_TIMEOUT.toMillis(), OneEndpointPolicy.PAUSE.toMillis()),
                "no connection: the call fails at once and is counted as refused",
                "call: gRPC deadline of %d s, longer than etcd's own; the workload stops waiting earlier"
                        .formatted(deadline.toSeconds()),
                "keepalive: pinged after %d s of silence, given up after %d s more"
                        .formatted(KEEPALIVE.toSeconds(), KEEPALIVE_TIMEOUT.toSeconds()));
    }
}
