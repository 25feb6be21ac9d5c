package muster.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import muster.engine.history.Outcome;
import muster.kubernetes.ApiDoor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of errors: refused is said only of what surely did not happen. */
final class ApiOutcomesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | the request is not valid",
                "401 | Unauthorized",
                "403 | configmaps is forbidden: User \"look\" cannot patch resource \"configmaps\"",
                "404 | configmaps \"k0\" not found",
                "409 | Operation cannot be fulfilled on configmaps \"k0\": the object has been modified",
                "409 | configmaps \"k0\" already exists",
                "413 | Request entity too large: limit is 3145728",
                "422 | ConfigMap \"k0\" is invalid: []: Too long: may not be more than 1048576 bytes",
                "429 | The apiserver is shutting down, please try again later."
            })
    void surelyNotApplied(int status, String message) {
        assertThat(ApiOutcomes.of(reply(status, message)))
                .isEqualTo(new Outcome.Refused("HTTP %d: %s".formatted(status, message)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | etcdserver: request timed out",
                "500 | etcdserver: leader changed",
                "500 | etcdserver: mvcc: database space exceeded",
                "500 | rpc error: code = Unavailable desc = error reading from server: EOF",
                "502 | bad gateway",
                "503 | the server is currently unable to handle the request",
                "504 | Timeout: request did not complete within requested timeout - context deadline exceeded",
                "302 | found"
            })
    void perhapsApplied(int status, String message) {
        assertThat(ApiOutcomes.of(reply(status, message)))
                .isEqualTo(new Outcome.Unknown("HTTP %d: %s".formatted(status, message)));
    }

    static Stream<Throwable> neverSent() {
        ConnectException refused = new ConnectException();
        refused.initCause(new ClosedChannelException());
        return Stream.of(
                refused,
                new ConnectException("Connection refused"),
                new NoRouteToHostException("No route to host"),
                new HttpConnectTimeoutException("HTTP connect timed out"),
                new IOException("the client's own words", new ConnectException()));
    }

    @ParameterizedTest
    @MethodSource
    void neverSent(Throwable error) {
        assertThat(ApiOutcomes.of(new CompletionException(error)))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.why())
                                .startsWith("not sent: ")
                                .doesNotContain("null"));
    }

    static Stream<Throwable> lost() {
        return Stream.of(
                new HttpTimeoutException("request timed out"),
                new SocketException("Connection reset"),
                new IOException("HTTP/1.1 header parser received no bytes"),
                new SSLHandshakeException("certificate_required"),
                new IllegalStateException());
    }

    @ParameterizedTest
    @MethodSource
    void lost(Throwable error) {
        assertThat(ApiOutcomes.of(new CompletionException(error)))
                .isInstanceOfSatisfying(
                        Outcome.Unknown.class,
                        unknown -> assertThat(unknown.why()).isNotBlank().doesNotContain("\n"));
    }

    @Test
    void aRefusedConnectionIsToldFromOneThatTookTooLong() {
        assertThat(ApiOutcomes.closed(new ConnectException())).isTrue();
        assertThat(ApiOutcomes.closed(new NoRouteToHostException("No route to host")))
                .isFalse();
        assertThat(ApiOutcomes.closed(new HttpConnectTimeoutException("HTTP connect timed out")))
                .isFalse();
        assertThat(ApiOutcomes.timedOut(new CompletionException(new HttpTimeoutException("request timed out"))))
                .isTrue();
        assertThat(ApiOutcomes.timedOut(new SocketException("Connection reset")))
                .isFalse();
    }

    private static ApiDoor.Reply reply(int status, String message) {
        return new ApiDoor.Reply(
                status,
                "{\"kind\":\"Status\",\"status\":\"Failure\",\"message\":\"%s\",\"code\":%d}"
                        .formatted(message.replace("\"", "\\\""), status));
    }
}
