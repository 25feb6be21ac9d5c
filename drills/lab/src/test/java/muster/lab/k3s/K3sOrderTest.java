package muster.lab.k3s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import muster.engine.history.OperatorException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cluster is made of is checked before anything is begun. */
final class K3sOrderTest {

    @TempDir
    Path folder;

    private Path program = Path.of("");

    @BeforeEach
    void writeProgram() throws IOException {
        program = Files.writeString(folder.resolve("k3s"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 2, 4, 5})
    void hasOneOrThreeServers(int servers) {
        assertThatThrownBy(() -> K3sOrder.of(servers, program, null))
                .isInstanceOfSatisfying(
                        OperatorException.class, e -> assertThat(e.usage()).isTrue())
                .hasMessageContaining("1 or 3 servers");
        assertThat(K3sOrder.of(1, program, null).servers()).isEqualTo(1);
        assertThat(K3sOrder.of(3, program, null).servers()).isEqualTo(3);
    }

    @Test
    void takesArchivesOfImagesAndNothingElse() throws IOException {
        Path images = Files.createDirectory(folder.resolve("images"));
        assertThatThrownBy(() -> K3sOrder.of(1, program, images)).hasMessageContaining("holds no archive of images");
        Files.writeString(images.resolve("README"), "");
        Path zstd = Files.writeString(images.resolve("k3s-airgap-images-amd64.tar.zst"), "");
        Path plain = Files.writeString(images.resolve("postgres.tar"), "");
        assertThat(K3sOrder.of(1, program, images).images()).containsExactly(zstd, plain);
    }

    @Test
    void theFirstServerFoundsTheClusterAndTheOthersJoinIt() {
        Subnet subnet = new Subnet(210, "abcd");
        var servers = subnet.servers(3);
        assertThat(K3sSettings.of(servers.getFirst(), servers, "secret"))
                .contains("node-name: n1\n", "node-ip: 198.18.210.11\n", "token: secret\n", "cluster-init: true\n");
        assertThat(K3sSettings.of(servers.getLast(), servers, "secret"))
                .contains("node-name: n3\n", "server: https://198.18.210.11:6443\n")
                .doesNotContain("cluster-init");
    }

    @Test
    void podsOfK3sWithoutImagesAreLeftOut() {
        assertThat(K3sSettings.packaged(false)).contains("coredns", "local-storage", "traefik");
        assertThat(K3sSettings.packaged(true)).contains("traefik").doesNotContain("coredns", "local-storage");
    }

    @Test
    void theNameOfALinkIsOneThatTheKernelTakes() {
        // IFNAMSIZ is 16, with the zero at the end (netdevice(7)).
        assertThat(Subnet.pick(folder).link()).hasSizeLessThan(16);
    }
}
