package muster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import muster.engine.history.OperatorException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is typed wrong, or lies wrong in a kubeconfig. */
final class KubeconfigTest {

    private static final String TWO = """
            apiVersion: v1
            kind: Config
            clusters:
              - {name: one, cluster: {server: "https://10.0.0.1:6443"}}
              - {name: two, cluster: {server: "https://10.0.0.2:6443"}}
            users: [{name: u, user: {token: t%s}}]
            contexts:
              - {name: prod, context: {cluster: one, user: u}}
              - {name: staging, context: {cluster: two, user: u}}
            current-context: prod
            """;

    @TempDir
    Path folder;

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("kube config"), text);
    }

    private static void refused(Path file, @Nullable String context, String words, String next) {
        assertThatThrownBy(() -> Kubeconfig.read(file, context))
                .isInstanceOfSatisfying(OperatorException.class, refusal -> {
                    assertThat(refusal).hasMessageContaining(words);
                    assertThat(refusal.remedy()).contains(next);
                });
    }

    @Test
    void takesTheContextThatIsNamedOrElseTheCurrentOne() throws IOException {
        Path file = write(TWO.formatted(""));
        assertThat(Kubeconfig.read(file, "staging").server()).isEqualTo(URI.create("https://10.0.0.2:6443/"));
        Kubeconfig current = Kubeconfig.read(file, null);
        assertThat(current.context()).isEqualTo("prod");
        assertThat(current.server()).isEqualTo(URI.create("https://10.0.0.1:6443/"));
    }

    @Test
    void aContextThatIsNotThereIsRefusedWithThoseThatAre() throws IOException {
        refused(write(TWO.formatted("")), "porduction", "has not a context called porduction", "prod, staging");
    }

    @Test
    void aFileThatIsNotThereOrIsNoKubeconfigIsRefused() throws IOException {
        refused(folder.resolve("none"), null, "does not exist", "--kubeconfig");
        refused(write("just a text"), null, "kube config", "kubectl config view");
        refused(write("{}"), "x", "has not a context called x", "kubectl config view");
    }

    @Test
    void anExpiredClientCertificateIsRefusedBeforeAnythingIsConnected() throws Exception {
        String data = Base64.getEncoder().encodeToString(Files.readAllBytes(expired()));
        Path file = write(TWO.formatted(", client-certificate-data: " + data));
        refused(file, "prod", "has expired at", "fresh kubeconfig");
    }

    private Path expired() throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> store =
                List.of("-alias", "e", "-keystore", "e.p12", "-storetype", "PKCS12", "-storepass", "changeit");
        run(keytool, store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=e", "-startdate", "-3d", "-validity", "1");
        run(keytool, store, "-exportcert", "-rfc", "-file", "e.pem");
        return folder.resolve("e.pem");
    }

    private void run(String program, List<String> store, String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        command.addAll(store);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor())
                .as(Files.readString(folder.resolve("keytool.log")))
                .isZero();
    }
}
