package muster.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.Client;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import muster.engine.cluster.Call;
import muster.engine.history.Member;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Refused means that no request left this machine: shown by what a listener hears. */
final class NeverSentTest {

    private final Connections connections = new Connections(null, Duration.ofSeconds(2));

    @AfterEach
    void close() {
        connections.close();
    }

    private Outcome write(Member member) throws Exception {
        Client client = connections.open(member.client());
        try (EtcdClient sender = new EtcdClient(client, new Keys("run"), 0, new Names())) {
            return sender.send(new Call(0, Op.Kind.WRITE, "k", "v", null)).get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aClosedPortRefuses() throws Exception {
        int port = EtcdServers.freePorts(1).getFirst();
        Member member = new Member("m1", "local", URI.create("http://127.0.0.1:" + port));
        assertThat(write(member))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.why()).contains("Connection refused"));
    }

    @Test
    void aConnectionThatEndsBeforeHttp2BeginsRefusesAndHeardNoRequest() throws Exception {
        try (TcpListener listener = new TcpListener((in, out) -> {})) {
            assertThat(write(listener.member())).isInstanceOf(Outcome.Refused.class);
            assertThat(listener.frames()).doesNotContain(TcpListener.HEADERS);
        }
    }

    @Test
    void anotherProtocolRefuses() throws Exception {
        try (TcpListener listener = new TcpListener((in, out) -> {
            out.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            TcpListener.hang(in, out);
        })) {
            assertThat(write(listener.member())).isInstanceOf(Outcome.Refused.class);
            assertThat(listener.frames()).doesNotContain(TcpListener.HEADERS);
        }
    }

    @Test
    void aServerThatHangsGetsNoRequestAndTheCallIsUnknownAtItsDeadline() throws Exception {
        try (TcpListener listener = new TcpListener(TcpListener::hang)) {
            long before = System.nanoTime();
            assertThat(write(listener.member())).isInstanceOf(Outcome.Unknown.class);
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(4));
            assertThat(listener.frames()).doesNotContain(TcpListener.HEADERS);
        }
    }

    @Test
    void aConnectionThatEndsAfterTheRequestLeftIsUnknown() throws Exception {
        try (TcpListener listener = new TcpListener(TcpListener::dieOnRequest)) {
            assertThat(write(listener.member())).isInstanceOf(Outcome.Unknown.class);
            assertThat(listener.frames()).contains(TcpListener.HEADERS);
        }
    }
}
