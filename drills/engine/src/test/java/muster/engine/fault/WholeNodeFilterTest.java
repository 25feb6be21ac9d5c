package muster.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The filter of a whole node, with programs in the place of {@code ip} and {@code nft} that tell what they were given. */
class WholeNodeFilterTest {

    @TempDir
    private Path folder;

    @Test
    void allButTheDoorIsDroppedOnEveryDeviceThatLeadsAway() throws IOException, InterruptedException {
        Ran ran = drop("""
                case "$*" in
                    *'get 10.0.0.2') echo '10.0.0.2 dev eth1 src 10.0.0.1' ;;
                    *'get 10.0.0.3') echo 'local 10.0.0.3 dev lo src 10.0.0.3' ;;
                    '-o route show default') echo 'default via 10.0.0.254 dev eth0' ;;
                esac
                """);

        assertThat(ran.exit()).isZero();
        assertThat(ran.rules())
                .contains(
                        "create table inet muster_node_alone",
                        "add rule inet muster_node_alone arriving iifname \"eth0\" tcp dport 2222 accept",
                        "add rule inet muster_node_alone leaving oifname \"eth0\" tcp sport 2222 accept",
                        "add rule inet muster_node_alone passing iifname \"eth0\" counter drop",
                        "add rule inet muster_node_alone passing oifname \"eth1\" counter drop")
                .containsSubsequence(
                        "arriving iifname \"eth1\" tcp dport 2222 accept", "arriving iifname \"eth1\" counter drop")
                .doesNotContain("\"lo\"");
    }

    @Test
    void aNodeThatNothingLeadsAwayFromIsLeftAsItIs() throws IOException, InterruptedException {
        Ran ran = drop("");

        assertThat(ran.exit()).isNotZero();
        assertThat(ran.said()).contains("n1: no device leads to another machine");
        assertThat(ran.rules()).isEmpty();
    }

    private record Ran(int exit, String said, String rules) {}

    private Ran drop(String routes) throws IOException, InterruptedException {
        Path rules = folder.resolve("rules");
        Path script = folder.resolve("filter.sh");
        Files.writeString(script, PacketFilters.script());
        program("nft", "cat >'%s'".formatted(rules));
        program("ip", routes);
        ProcessBuilder builder = new ProcessBuilder(
                "sh",
                script.toString(),
                "drop",
                "n1",
                "muster_node_alone",
                "all",
                "both",
                "any",
                "2380",
                "2379",
                "n2=10.0.0.2",
                "n3=10.0.0.3");
        builder.environment().put("SSH_CONNECTION", "10.0.0.9 50000 10.0.0.1 2222");
        builder.environment().put("PATH", "%s:%s".formatted(folder, System.getenv("PATH")));
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), said, Files.exists(rules) ? Files.readString(rules) : "");
    }

    private void program(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
