package muster.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import muster.engine.cluster.Call;
import muster.engine.cluster.Client;
import muster.engine.cluster.Store;
import muster.engine.cluster.StoreContract;
import muster.engine.history.Member;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.engine.history.Sighting;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of every store on a real etcd that demands client certificates, with a SEC1 key as K3s writes it. */
final class EtcdTlsTest extends StoreContract {

    private static final Duration DEADLINE = Duration.ofSeconds(3);

    @TempDir
    static Path folder;

    private static TestCertificates certificates;
    private static EtcdServers servers;
    private static EtcdStore store;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        certificates = TestCertificates.make(folder);
        servers = EtcdServers.start(
                1,
                "https",
                "--client-cert-auth",
                "--trusted-ca-file=" + certificates.file("ca.pem"),
                "--cert-file=" + certificates.file("server.pem"),
                "--key-file=" + certificates.file("server.key"));
        store = new EtcdStore(servers.members(), certificates.client("sec1"));
        servers.awaitLeader(store);
    }

    @AfterAll
    static void stop() throws IOException {
        store.close();
        servers.close();
    }

    @Override
    protected Store store() {
        return store;
    }

    @Override
    protected List<Member> members() {
        return servers.members();
    }

    @Override
    protected boolean keepsAccounts() {
        return false;
    }

    private static Sighting.Said look(EtcdAccess access, Member member) throws InterruptedException {
        try (EtcdStore other = new EtcdStore(List.of(member), access)) {
            return other.look(member, 0, DEADLINE).said();
        }
    }

    private static Outcome write(EtcdAccess access, Member member) throws Exception {
        try (Connections connections = new Connections(Credentials.of(access), DEADLINE);
                Client client = new EtcdClient(connections.open(member.client()), new Keys("tls"), 0, new Names())) {
            return client.send(new Call(0, Op.Kind.READ, "k", null, null)).get(10, TimeUnit.SECONDS);
        }
    }

    private static void assertGarbled(Sighting.Said said, String words) {
        assertThat(said)
                .isInstanceOfSatisfying(
                        Sighting.Garbled.class,
                        garbled -> assertThat(garbled.why()).contains(words));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sec1", "wide", "pkcs1", "pkcs8", "server"})
    void everyKindOfKeyIsTaken(String client) throws Exception {
        assertThat(look(certificates.client(client), members().getFirst())).isInstanceOf(Sighting.Standing.class);
        assertThat(write(certificates.client(client), members().getFirst())).isInstanceOf(Outcome.Acked.class);
    }

    @Test
    void withoutAClientCertificateTheMemberSaysSoAndNothingIsSent() throws Exception {
        EtcdAccess access = EtcdAccess.tls(certificates.file("ca.pem"));
        assertGarbled(look(access, members().getFirst()), "a client certificate; give --cert FILE --key FILE");
        assertThat(write(access, members().getFirst())).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aClientCertificateOfAnotherAuthorityIsNotTaken() throws Exception {
        EtcdAccess access = EtcdAccess.tls(
                certificates.file("ca.pem"), certificates.file("stranger.pem"), certificates.file("stranger.key"));
        assertGarbled(look(access, members().getFirst()), "not take our client certificate");
        assertThat(write(access, members().getFirst())).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aServerOfAnotherAuthorityIsNotTrusted() throws Exception {
        EtcdAccess access = EtcdAccess.tls(certificates.file("stranger.pem"));
        assertGarbled(look(access, members().getFirst()), "is not of the authority in --cacert");
        assertThat(write(access, members().getFirst())).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aCertificateForAnotherAddressIsNotTrusted() throws Exception {
        Member elsewhere = new Member(
                "m1",
                "local",
                URI.create("https://localhost:" + members().getFirst().client().getPort()));
        assertGarbled(look(certificates.client("sec1"), elsewhere), "is for another address");
        assertThat(write(certificates.client("sec1"), elsewhere)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void plainTextToATlsServerIsToldAsSuch() throws Exception {
        Member plain = new Member(
                "m1",
                "local",
                URI.create("http://127.0.0.1:" + members().getFirst().client().getPort()));
        assertGarbled(look(EtcdAccess.plaintext(), plain), "speaks TLS, use https://");
        assertThat(write(EtcdAccess.plaintext(), plain)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void tlsToAPlainServerIsToldAsSuch() throws Exception {
        try (EtcdServers plain = EtcdServers.start(1, "http");
                EtcdStore plainStore = new EtcdStore(plain.members(), EtcdAccess.plaintext())) {
            plain.awaitLeader(plainStore);
            Member member = new Member(
                    "m1",
                    "local",
                    URI.create("https://127.0.0.1:"
                            + plain.members().getFirst().client().getPort()));
            assertGarbled(look(certificates.client("sec1"), member), "use http:// in its address");
            assertThat(write(certificates.client("sec1"), member)).isInstanceOf(Outcome.Refused.class);
        }
    }
}
