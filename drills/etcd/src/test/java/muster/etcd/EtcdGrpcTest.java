package muster.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import muster.engine.cluster.Store;
import muster.engine.cluster.StoreContract;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.engine.history.Outcome;
import muster.engine.history.Sighting;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of every store on a real etcd that offers nothing but gRPC and demands client certificates, as K3s's does. */
final class EtcdGrpcTest extends StoreContract {

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
                "--enable-grpc-gateway=false",
                "--client-cert-auth",
                "--trusted-ca-file=" + certificates.file("ca.pem"),
                "--cert-file=" + certificates.file("server.pem"),
                "--key-file=" + certificates.file("server.key"));
        store = EtcdStore.overGrpc(servers.members(), keys("ca", "sec1", "sec1"));
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

    private static EtcdKeys keys(String authority, String certificate, String key) {
        try {
            return new EtcdKeys(
                    "n1:/tls",
                    Files.readString(certificates.file(authority + ".pem")),
                    Files.readString(certificates.file(certificate + ".pem")),
                    Files.readString(certificates.file(key + ".key")));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void theGatewaySaysThatItIsNotThereAndGrpcAnswersAll() throws InterruptedException {
        Member member = members().getFirst();
        try (EtcdStore gateway = new EtcdStore(members(), certificates.client("sec1"))) {
            assertThat(gateway.look(member, 0, DEADLINE).said()).isInstanceOf(Sighting.Garbled.class);
        }
        assertThat(store.look(member, 0, DEADLINE).said()).isInstanceOfSatisfying(Sighting.Standing.class, standing -> {
            assertThat(standing.role()).isEqualTo(Sighting.Role.LEADER);
            assertThat(standing.leader()).isEqualTo(member.name());
            assertThat(standing.term()).isPositive();
            assertThat(standing.databaseBytes()).isPositive();
            assertThat(standing.alarms()).isEmpty();
        });
    }

    @Test
    void aLeaseIsKeptAliveAndAnUnknownOneIsNot() throws InterruptedException {
        try (GrpcInterview interview = new GrpcInterview(Credentials.of(keys("ca", "sec1", "sec1")), new Names())) {
            assertThat(interview.refresh(members().getFirst(), 4711, DEADLINE)).isFalse();
        }
    }

    @Test
    void aPortWhereNobodyListensIsTold() throws InterruptedException {
        Member nobody = new Member("m9", "local", URI.create("https://127.0.0.1:1"));
        assertThat(store.look(nobody, 0, DEADLINE).said()).isInstanceOf(Sighting.Closed.class);
        assertThat(store.serve(nobody, DEADLINE)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aServerOfAnotherAuthorityIsNotTrusted() throws InterruptedException {
        Member member = members().getFirst();
        try (EtcdStore other = EtcdStore.overGrpc(members(), keys("stranger", "sec1", "sec1"))) {
            assertThat(other.look(member, 0, DEADLINE).said())
                    .isInstanceOfSatisfying(
                            Sighting.Garbled.class,
                            garbled -> assertThat(garbled.why()).contains("TLS fails"));
        }
    }

    @Test
    void keysAreCheckedBeforeAnythingIsAskedAndNeverPrinted() {
        EtcdKeys expired = keys("ca", "expired", "sec1");
        assertThatThrownBy(() -> EtcdStore.overGrpc(members(), expired))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("n1:/tls/client.crt has expired");
        assertThat(expired.toString()).isEqualTo("EtcdKeys[n1:/tls]");
    }
}
