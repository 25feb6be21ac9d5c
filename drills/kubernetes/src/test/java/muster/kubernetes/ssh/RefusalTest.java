package muster.kubernetes.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import org.junit.jupiter.api.Test;

/** OpenSSH's own words, told apart: what the operator must mend, and what the cluster must. */
final class RefusalTest {

    private static RuntimeException refusal(String words) {
        return Refusal.of("n2", Path.of("/c"), new SshProgram.Ended(255, "", words, true, true));
    }

    private static void operators(String words, String message, String next) {
        assertThat(refusal(words)).isInstanceOfSatisfying(OperatorException.class, refused -> {
            assertThat(refused).hasMessageStartingWith("n2").hasMessageContaining(message);
            assertThat(refused.getMessage()).doesNotContain("\n");
            assertThat(refused.remedy()).contains(next);
        });
    }

    @Test
    void aChangedHostKeyIsLookedInto() {
        operators(
                "@@@@\n@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\n@@@@\nHost key verification failed.\n",
                "host key is another",
                "ssh-keygen -R");
    }

    @Test
    void anUnknownHostKeyIsAcceptedByHand() {
        operators("Host key verification failed.\n", "is in no known_hosts", "ssh -F /c n2 true");
    }

    @Test
    void whoIsNotLetInTriesByHand() {
        operators("root@n2: Permission denied (publickey).\n", "not let in", "ssh -F /c n2 true");
    }

    @Test
    void aNameThatSshDoesNotKnowIsNamedInItsConfiguration() {
        operators("ssh: Could not resolve hostname n2: Name or service not known\n", "knows no such host", "Host n2");
    }

    @Test
    void aNodeThatIsGoneIsTheClustersMatter() {
        assertThat(refusal("ssh: connect to host 10.0.0.2 port 22: Connection timed out\n"))
                .isInstanceOf(ClusterException.class)
                .hasMessage("n2 cannot be reached by ssh: ssh: connect to host 10.0.0.2 port 22: Connection timed out");
        assertThat(refusal("")).isInstanceOf(ClusterException.class).hasMessageContaining("connection was lost");
    }
}
