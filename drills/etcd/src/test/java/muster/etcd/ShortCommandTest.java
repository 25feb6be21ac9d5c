package muster.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A short command stays short because it loads nothing of jetcd. */
final class ShortCommandTest {

    @Test
    void lookingAndServingLoadNothingOfJetcd() throws Exception {
        try (EtcdServers servers = EtcdServers.start(1, "http");
                EtcdStore store = new EtcdStore(servers.members(), EtcdAccess.plaintext())) {
            servers.awaitLeader(store);
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xlog:class+load:stdout",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ShortCommand.class.getName(),
                            servers.members().getFirst().client().toString())
                    .redirectErrorStream(true)
                    .start();
            List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(process.waitFor()).isZero();
            assertThat(lines).contains("answered").anyMatch(line -> line.contains("muster.etcd.Gateway"));
            assertThat(lines)
                    .noneMatch(line -> line.contains("io.etcd.jetcd")
                            || line.contains("io.grpc")
                            || line.contains("io.netty")
                            || line.contains("io.vertx"));
        }
    }
}
