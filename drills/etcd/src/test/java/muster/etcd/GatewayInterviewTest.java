package muster.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import muster.engine.history.Member;
import muster.engine.history.Outcome;
import muster.engine.history.Sighting;
import org.junit.jupiter.api.Test;

/** What the view makes of servers that are no etcd, or none at all. */
final class GatewayInterviewTest {

    private static final Duration DEADLINE = Duration.ofMillis(600);

    private final GatewayInterview view = new GatewayInterview(new Gateway(null), new Names());

    private Sighting.Said look(Member member) throws InterruptedException {
        return view.look(member, 0, DEADLINE).said();
    }

    private static void http(OutputStream out, int status, String body) throws IOException {
        out.write("HTTP/1.1 %d Word\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(status, body.length(), body)
                .getBytes(StandardCharsets.US_ASCII));
    }

    private static TcpListener answers(int status, String body) throws IOException {
        return new TcpListener((in, out) -> {
            http(out, status, body);
            TcpListener.hang(in, out);
        });
    }

    @Test
    void aPortThatNobodyListensOnIsClosed() throws Exception {
        Member dead = new Member(
                "m1",
                "local",
                URI.create("http://127.0.0.1:" + EtcdServers.freePorts(1).getFirst()));
        assertThat(look(dead)).isInstanceOf(Sighting.Closed.class);
        assertThat(view.read(dead, false, DEADLINE)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aServerThatSaysNothingIsMuteAtTheDeadline() throws Exception {
        try (TcpListener listener = new TcpListener(TcpListener::hang)) {
            long before = System.nanoTime();
            assertThat(look(listener.member())).isInstanceOf(Sighting.Mute.class);
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isBetween(DEADLINE.minusMillis(50), DEADLINE.plusMillis(500));
            assertThat(view.read(listener.member(), true, DEADLINE)).isInstanceOf(Outcome.Unknown.class);
        }
    }

    @Test
    void aServerThatDripsIsMuteAtTheDeadlineToo() throws Exception {
        try (TcpListener listener = new TcpListener((in, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 100; i++) {
                out.write(' ');
                out.flush();
                pause();
            }
        })) {
            long before = System.nanoTime();
            assertThat(look(listener.member())).isInstanceOf(Sighting.Mute.class);
            // The whole answer would drip for ten seconds.
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(DEADLINE.plusSeconds(5));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aWebServerIsNotEtcd() throws Exception {
        try (TcpListener listener = answers(404, "<html>Not Found</html>")) {
            assertThat(look(listener.member()))
                    .isEqualTo(new Sighting.Garbled(
                            "answered HTTP 404: not etcd, or etcd without its JSON gateway (--enable-grpc-gateway)"));
        }
        try (TcpListener listener = answers(503, "{\"error\":\"no\"}")) {
            assertThat(look(listener.member())).isEqualTo(new Sighting.Garbled("answered HTTP 503, not etcd"));
        }
        String named =
                "CommonName of client sending a request against gateway will be ignored and not used as expected";
        try (TcpListener listener = answers(400, named)) {
            assertThat(look(listener.member()))
                    .as("etcd itself, with its authentication on")
                    .isEqualTo(
                            new Sighting.Garbled(
                                    "its authentication takes our certificate for a user, and its JSON gateway then answers nobody"));
        }
        try (TcpListener listener = answers(200, "<html>Welcome</html>")) {
            assertThat(look(listener.member()))
                    .isEqualTo(new Sighting.Garbled("answered something that is not etcd's JSON"));
            assertThat(view.read(listener.member(), false, DEADLINE)).isInstanceOf(Outcome.Unknown.class);
        }
        try (TcpListener listener = answers(200, "{\"status\":\"ok\"}")) {
            assertThat(look(listener.member()))
                    .isEqualTo(new Sighting.Garbled("answered JSON that is not etcd's status"));
        }
        try (TcpListener listener = answers(200, "{\"header\":{\"member_id\":\"x\"},\"version\":\"3\"}")) {
            assertThat(look(listener.member())).isInstanceOf(Sighting.Garbled.class);
        }
    }

    @Test
    void anotherProtocolIsGarbled() throws Exception {
        try (TcpListener listener = new TcpListener((in, out) -> {
            out.write("220 mail.example ESMTP ready and waiting for you\r\n".getBytes(StandardCharsets.US_ASCII));
            TcpListener.hang(in, out);
        })) {
            assertThat(look(listener.member()))
                    .isEqualTo(new Sighting.Garbled("answered with something that is no HTTP"));
        }
        try (TcpListener listener = new TcpListener((in, out) -> {})) {
            assertThat(look(listener.member())).isInstanceOf(Sighting.Garbled.class);
        }
    }

    @Test
    void kineIsToldFromEtcd() throws Exception {
        try (TcpListener listener =
                answers(200, "{\"header\":{\"revision\":\"812\"},\"version\":\"3.6.11\",\"dbSize\":\"4096\"}")) {
            assertThat(look(listener.member()))
                    .isInstanceOfSatisfying(
                            Sighting.Garbled.class,
                            garbled -> assertThat(garbled.why()).contains("kine"));
        }
    }

    @Test
    void aStatusIsRead() throws Exception {
        try (TcpListener listener = answers(200, """
                {"header":{"cluster_id":"17237436991929493444","member_id":"9372538179322589801","raft_term":"7"},
                "version":"3.4.23","dbSize":"20480","leader":"10501334649042878790","raftIndex":"41","raftTerm":"7",
                "raftAppliedIndex":"40","errors":["memberID:1 alarm:NOSPACE ","memberID:2 alarm:NOSPACE ","memberID:255 alarm:CORRUPT ",
                "etcdserver: no leader","odd"]}""")) {
            assertThat(look(listener.member()))
                    .isEqualTo(new Sighting.Standing(
                            "8211f1d0f64f3269",
                            Sighting.Role.FOLLOWER,
                            "91bc3c398fb3c146",
                            7,
                            41,
                            40,
                            "3.4.23",
                            20480,
                            List.of("NOSPACE", "CORRUPT of ff", "odd")));
        }
    }
}
