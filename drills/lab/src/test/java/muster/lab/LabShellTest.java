package muster.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import muster.engine.cluster.Shell;
import muster.engine.cluster.ShellContract;
import muster.engine.history.ClusterException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell on a node of the lab. */
final class LabShellTest extends ShellContract {

    @TempDir
    static Path temp;

    @BeforeAll
    static void up() throws InterruptedException {
        Lab.up(temp.resolve("lab"), Shape.USUAL, true, words -> {});
    }

    @AfterAll
    static void down() throws InterruptedException {
        Lab.down(temp.resolve("lab"), words -> {});
    }

    @Override
    protected Shell shell() {
        return new LabSite(Lab.require(temp.resolve("lab")), LabSite.ETCD).shell("n2");
    }

    @Test
    void standsInTheMembersNetworkAmongTheLabsProcessesOnly() throws InterruptedException {
        Shell.Result result = shell().run("ip -brief -4 address show; cat /proc/1/cmdline", Duration.ofSeconds(5));
        assertThat(result.out()).contains("198.18.1.2/16").contains("first-process.sh");
    }

    @Test
    void saysThatTheLabIsGone() {
        FirstProcess gone = new FirstProcess(ProcessHandle.current().pid(), 1, ProcessTable.bootId());
        assertThatThrownBy(() -> new LabShell(gone, "n1", 1).run("true", Duration.ofSeconds(5)))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("n1 cannot be reached: the lab's first process");
    }
}
