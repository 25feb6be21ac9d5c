package muster.etcd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * etcd's JSON gateway, asked over HTTP/1.1 on connections that are kept between questions. Every question ends by its deadline, however
 * slowly the other side speaks. Loads nothing of gRPC, so that short commands stay short.
 */
final class Gateway implements AutoCloseable {

    static {
        // The JDK would otherwise send a POST a second time, in silence, when a kept connection breaks.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private static final int LONGEST_ANSWER = 1 << 20;

    /**
     * Threads of the platform, kept between questions: a virtual thread that waits for a socket leaves a poller behind in native code,
     * for which the JVM waits 0.3 s when it ends.
     */
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("gateway-", 0).factory());

    private final @Nullable SSLSocketFactory sockets;
    private final boolean ownCertificate;

    /** What came back. */
    sealed interface Answer {}

    /** HTTP 200 with a body. */
    record Spoke(String body) implements Answer {}

    /** Another HTTP status. */
    record Failed(int status, String body) implements Answer {}

    /** No connection came about, so nothing was sent. */
    record NotReached(String why) implements Answer {}

    /** Nothing, or not all of it, came before the deadline. */
    record Silent(String why) implements Answer {}

    /** Something else than HTTP, or a failed handshake. */
    record Strange(String why) implements Answer {}

    /** The connection ended before the answer did. */
    record Broken(String why) implements Answer {}

    Gateway(@Nullable Credentials credentials) {
        sockets = credentials == null ? null : credentials.context().getSocketFactory();
        ownCertificate = credentials != null && credentials.key() != null;
    }

    /**
     * Asks one question, which must be one that may be asked twice: where a kept connection turns out to be broken, it is asked once
     * more on a fresh one.
     *
     * @throws InterruptedException if this thread is interrupted; the question is dropped
     */
    Answer ask(URI member, String path, String json, Duration deadline) throws InterruptedException {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        AtomicReference<@Nullable HttpURLConnection> current = new AtomicReference<>();
        Future<?> asking = threads.submit(() -> {
            try {
                answer.complete(twice(current, member, path, json, deadline));
            } catch (Throwable defect) {
                answer.completeExceptionally(defect);
            }
        });
        try {
            return answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            drop(current.get(), asking);
            return new Silent("no answer within %d ms".formatted(deadline.toMillis()));
        } catch (InterruptedException e) {
            drop(current.get(), asking);
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an exchange must not fail", e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private Answer twice(
            AtomicReference<@Nullable HttpURLConnection> current,
            URI member,
            String path,
            String json,
            Duration deadline) {
        try {
            HttpURLConnection first = open(member, path, deadline);
            current.set(first);
            Answer answer = exchange(first, json);
            if (!(answer instanceof Broken)) {
                return answer;
            }
            HttpURLConnection second = open(member, path, deadline);
            current.set(second);
            return exchange(second, json);
        } catch (IOException e) {
            return new NotReached(words(e));
        }
    }

    private HttpURLConnection open(URI member, String path, Duration deadline) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) member.resolve(path).toURL().openConnection(java.net.Proxy.NO_PROXY);
        if (connection instanceof HttpsURLConnection secure && sockets != null) {
            secure.setSSLSocketFactory(sockets);
        }
        int millis = Math.clamp(deadline.toMillis(), 1, Integer.MAX_VALUE);
        connection.setConnectTimeout(millis);
        connection.setReadTimeout(millis);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        return connection;
    }

    private Answer exchange(HttpURLConnection connection, String json) {
        boolean connected = false;
        try {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            connection.setFixedLengthStreamingMode(body.length);
            connection.connect();
            connected = true;
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
            int status = connection.getResponseCode();
            if (status == -1) {
                return new Strange("answered with something that is no HTTP");
            }
            InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream();
            String text = in == null ? "" : text(in);
            return status == 200 ? new Spoke(text) : new Failed(status, text);
        } catch (SocketTimeoutException e) {
            return connected ? new Silent("no answer in time") : new Silent("no connection in time");
        } catch (ConnectException | NoRouteToHostException | UnknownHostException e) {
            return new NotReached(words(e));
        } catch (SSLException e) {
            return new Strange(handshake(e));
        } catch (IOException e) {
            return words(e).startsWith("Invalid Http response")
                    ? new Strange("answered with something that is no HTTP")
                    : new Broken(broken(connection, e));
        }
    }

    private static String text(InputStream in) throws IOException {
        try (in) {
            byte[] bytes = in.readNBytes(LONGEST_ANSWER + 1);
            if (bytes.length > LONGEST_ANSWER) {
                throw new IOException("answered with more than %d bytes".formatted(LONGEST_ANSWER));
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** In TLS 1.3 a client's certificate is judged after its handshake, and the JDK loses the alert when it writes first. */
    private String broken(HttpURLConnection connection, IOException error) {
        if (!(connection instanceof HttpsURLConnection)) {
            return "ended the connection without an answer; if it speaks TLS, use https:// and give --cacert FILE";
        }
        return "ended the connection after the TLS handshake (%s); %s"
                .formatted(
                        words(error),
                        ownCertificate
                                ? "it may not take our client certificate"
                                : "it may want a client certificate; give --cert FILE --key FILE");
    }

    private static void drop(@Nullable HttpURLConnection connection, Future<?> asking) {
        var _ = asking.cancel(true);
        if (connection != null) {
            connection.disconnect();
        }
    }

    private String handshake(SSLException error) {
        String text = words(error).toLowerCase(Locale.ROOT);
        if (text.contains("unsupported or unrecognized ssl message")) {
            return "does not speak TLS; use http:// in its address";
        }
        if (text.contains("unable to find valid certification path") || text.contains("path does not chain")) {
            return sockets == null
                    ? "its certificate is of an authority that this machine does not know; give --cacert FILE"
                    : "its certificate is not of the authority in --cacert";
        }
        if (text.contains("no subject alternative") || text.contains("no name matching")) {
            return "its certificate is for another address: " + words(error);
        }
        if (text.contains("terminated the handshake")) {
            return "ends the TLS handshake; if it speaks plain text, use http:// in its address";
        }
        if (text.contains("certificate_required")
                || text.contains("bad_certificate")
                || text.contains("certificate_unknown")
                || text.contains("unknown_ca")) {
            return ownCertificate
                    ? "does not take our client certificate: " + words(error)
                    : "wants a client certificate; give --cert FILE --key FILE";
        }
        return "TLS fails: " + words(error);
    }

    /** An error on one line. */
    static String words(Throwable error) {
        String message = error.getMessage();
        String text = message == null || message.isBlank()
                ? error.getClass().getSimpleName()
                : Objects.requireNonNull(message);
        return text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
