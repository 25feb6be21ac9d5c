package muster.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import muster.engine.history.OperatorException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lab of three members in a folder whose path holds a space and a quote; nothing here breaks it. */
final class LabTest {

    @TempDir
    static Path temp;

    private static final List<String> told = new ArrayList<>();

    private static Path folder() {
        return temp.resolve("state o'clock/lab");
    }

    private static Lab lab() {
        return Lab.require(folder());
    }

    @BeforeAll
    static void up() throws InterruptedException {
        Lab.Raised raised = Lab.up(folder(), Shape.USUAL, true, told::add);
        assertThat(raised.already()).isFalse();
    }

    @AfterAll
    static void down() throws InterruptedException {
        Lab.down(folder(), told::add);
    }

    @Test
    void isHealthyWithThreeMembers() {
        LabStatus status = lab().status();
        assertThat(status.complete()).isTrue();
        assertThat(status.members()).hasSize(3);
        assertThat(status.shape()).isEqualTo("3 etcd members, stock timers");
        assertThat(lab().facts().members())
                .allSatisfy(
                        member -> assertThat(Health.healthy(member.relayPort())).isTrue());
    }

    @Test
    void hostToolsReachEveryMemberByItsLoopbackPort() throws InterruptedException {
        Command.Result result = Command.run(
                List.of("env", "ETCDCTL_API=3", "etcdctl", "--endpoints=" + lab().endpoints(), "endpoint", "status"),
                Duration.ofSeconds(10));
        assertThat(result.ok()).as(result.words()).isTrue();
        assertThat(result.shell().out().lines()).hasSize(3);
    }

    @Test
    void saysWhatItDoes() {
        assertThat(told).contains("making 5 network namespaces");
    }

    @Test
    void theLauncherFindsWhatItNeedsToEnter() throws Exception {
        LabFacts facts = lab().facts();
        assertThat(Files.readString(lab().folder().enter()))
                .isEqualTo("INIT_PID=%d\nINIT_START=%d\nCLIENT_PID=%d\nUSERNS=%d\n"
                        .formatted(
                                facts.first().pid(),
                                facts.first().startTicks(),
                                facts.clientPid(),
                                facts.userNamespace() ? 1 : 0));
    }

    @Test
    void upAgainInTheSameShapeLeavesItAlone() throws InterruptedException {
        FirstProcess before = lab().facts().first();
        Lab.Raised raised = Lab.up(folder(), Shape.USUAL, true, told::add);
        assertThat(raised.already()).isTrue();
        assertThat(raised.lab().facts().first()).isEqualTo(before);
    }

    @Test
    void upInAnotherShapeIsRefusedWithTheCommandToType() {
        assertThatThrownBy(() -> Lab.up(folder(), new Shape(5, TimerProfile.K3S, 0), false, told::add))
                .isInstanceOf(OperatorException.class)
                .hasMessage("a lab with 3 etcd members, stock timers is up, not one with 5 etcd members, k3s timers")
                .extracting(e -> ((OperatorException) e).remedy())
                .isEqualTo("muster lab down && muster lab up --etcd 5 --timers k3s");
    }

    @Test
    void aPersonsShellIsInTheMembersNamespaces() throws InterruptedException {
        List<String> command = new ArrayList<>(lab().interactiveShell("m2"));
        command.set(command.size() - 1, "-c");
        command.add("etcdctl endpoint health 2>&1; ip -br address show eth0");
        Command.Result result = Command.run(command, Duration.ofSeconds(10));
        assertThat(result.words()).contains("http://198.18.1.2:2379 is healthy").contains("198.18.1.2/16");
    }

    @Test
    void logsAreNamedByMember() {
        assertThat(lab().log("m3")).isNotEmptyFile();
        assertThatThrownBy(() -> lab().log("m4"))
                .isInstanceOf(OperatorException.class)
                .hasMessage("the lab has no member m4");
    }
}
