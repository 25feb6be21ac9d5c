package muster.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import muster.engine.history.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of errors: refused is said only of what surely did not happen. */
final class EtcdOutcomesTest {

    private static Outcome of(Status status) {
        return EtcdOutcomes.of(new CompletionException(status.asRuntimeException()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INVALID_ARGUMENT    | etcdserver: key is not provided",
                "INVALID_ARGUMENT    | etcdserver: duplicate key given in txn request",
                "OUT_OF_RANGE        | etcdserver: mvcc: required revision has been compacted",
                "RESOURCE_EXHAUSTED  | etcdserver: too many requests",
                "NOT_FOUND           | etcdserver: requested lease not found",
                "FAILED_PRECONDITION | etcdserver: rpc not supported for learner",
                "PERMISSION_DENIED   | etcdserver: permission denied",
                "UNAUTHENTICATED     | etcdserver: invalid auth token",
                "UNIMPLEMENTED       | unknown service etcdserverpb.KV"
            })
    void surelyNotApplied(Status.Code code, String text) {
        assertThat(of(code.toStatus().withDescription(text))).isEqualTo(new Outcome.Refused(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UNAVAILABLE        | etcdserver: leader changed",
                "UNAVAILABLE        | etcdserver: no leader",
                "UNAVAILABLE        | etcdserver: request timed out",
                "UNAVAILABLE        | etcdserver: request timed out, possibly due to previous leader failure",
                "UNAVAILABLE        | etcdserver: server stopped",
                "UNAVAILABLE        | Network closed for unknown reason",
                "UNKNOWN            | context deadline exceeded",
                "DEADLINE_EXCEEDED  | deadline exceeded after 1.0s",
                "RESOURCE_EXHAUSTED | etcdserver: mvcc: database space exceeded",
                "RESOURCE_EXHAUSTED | gRPC message exceeds maximum size 4194304: 5000000",
                "DATA_LOSS          | etcdserver: corrupt cluster",
                "CANCELLED          | Channel shutdownNow invoked",
                "INTERNAL           | stream reset",
                "ABORTED            | aborted"
            })
    void perhapsApplied(Status.Code code, String text) {
        assertThat(of(code.toStatus().withDescription(text))).isEqualTo(new Outcome.Unknown(text));
    }

    @Test
    void ofAConnectionThatFailedInTheMiddleOfTlsOnlyThatIsTold() {
        Status status = Status.UNAVAILABLE.withDescription("""
                Connection closed while performing TLS negotiation
                Channel Pipeline: [SslHandler#0, ProtocolNegotiators$ClientTlsHandler#0, DefaultChannelPipeline$TailContext#0]
                """);
        assertThat(of(status)).isEqualTo(new Outcome.Unknown("Connection closed while performing TLS negotiation"));
    }

    @Test
    void aRefusedConnectionWithoutTheMarkIsUnknown() {
        Status status = Status.UNAVAILABLE.withDescription("io exception").withCause(new ConnectException("refused"));
        assertThat(of(status)).isEqualTo(new Outcome.Unknown("refused"));
    }

    @Test
    void whatWasNeverSentIsRefused() {
        Status status = Status.UNAVAILABLE
                .withDescription("down")
                .withCause(new NeverSent("Connection refused", new ConnectException("Connection refused")));
        assertThat(of(status)).isEqualTo(new Outcome.Refused("not sent: Connection refused"));
    }

    @Test
    void anErrorThatIsNoStatusIsUnknownAndOnOneLine() {
        assertThat(EtcdOutcomes.of(new IllegalStateException("one\n  two"))).isEqualTo(new Outcome.Unknown("one; two"));
        assertThat(EtcdOutcomes.of(new NullPointerException())).isEqualTo(new Outcome.Unknown("NullPointerException"));
    }
}
