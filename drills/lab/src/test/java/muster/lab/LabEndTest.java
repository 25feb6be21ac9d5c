package muster.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import muster.engine.history.OperatorException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How labs come and go. */
final class LabEndTest {

    private static final Duration AMPLE = Duration.ofSeconds(10);

    @TempDir
    Path temp;

    private Path folder() {
        return temp.resolve("lab");
    }

    private Lab up(Shape shape) throws InterruptedException {
        return Lab.up(folder(), shape, true, words -> {}).lab();
    }

    @AfterEach
    void down() throws InterruptedException {
        Lab.down(folder(), words -> {});
    }

    @Test
    void nothingOutlivesTheFirstProcess() throws Exception {
        Lab lab = up(Shape.USUAL);
        FirstProcess first = lab.facts().first();
        List<Long> processes = descendants(first.pid());
        assertThat(processes).hasSizeGreaterThan(10);
        ProcessHandle.of(first.pid()).ifPresent(ProcessHandle::destroyForcibly);
        await().atMost(AMPLE)
                .untilAsserted(() -> assertThat(processes)
                        .allSatisfy(
                                pid -> assertThat(ProcessTable.startTicks(pid)).isEmpty()));
        for (LabFacts.LabMember member : lab.facts().members()) {
            try (ServerSocket free = new ServerSocket(member.relayPort(), 1, InetAddress.ofLiteral("127.0.0.1"))) {
                assertThat(free.isBound()).isTrue();
            }
        }
        assertThat(Lab.find(folder())).isEmpty();
        assertThatThrownBy(() -> Lab.require(folder()))
                .isInstanceOf(OperatorException.class)
                .hasMessage("no lab is up");
    }

    @Test
    void whatALabLeftThatWasKilledIsClearedByTheNext() throws Exception {
        FirstProcess old = up(Shape.USUAL).facts().first();
        old.end();
        Lab.Raised raised = Lab.up(folder(), Shape.USUAL, false, words -> {});
        assertThat(raised.already()).isFalse();
        assertThat(raised.lab().facts().first()).isNotEqualTo(old);
        assertThat(raised.lab().status().complete()).isTrue();
    }

    @Test
    void downLeavesNoFileAndSaysWhenNothingWasUp() throws InterruptedException {
        up(Shape.USUAL);
        assertThat(Lab.down(folder(), words -> {})).isTrue();
        assertThat(folder()).doesNotExist();
        assertThat(Lab.down(folder(), words -> {})).isFalse();
    }

    @Test
    void fiveMembersWithTheTimersOfK3s() throws InterruptedException {
        Lab lab = up(new Shape(5, TimerProfile.K3S, 0));
        assertThat(lab.status().members()).hasSize(5).allMatch(LabStatus.MemberState::running);
        LabSite site = new LabSite(lab, LabSite.ETCD);
        assertThat(site.timers()).isEqualTo(TimerProfile.K3S.timers());
        assertThat(site.shell("n5")
                        .run("cat /proc/%s/cmdline".formatted(innerPid(site)), AMPLE)
                        .out())
                .contains("--heartbeat-interval=500")
                .contains("--election-timeout=5000")
                .contains("--pre-vote=true");
    }

    @Test
    void aLabThatARunBroughtUpStaysOnceSomebodyAsksForIt() throws InterruptedException {
        assertThat(up(Shape.USUAL).facts().passing()).isTrue();
        assertThat(Lab.up(folder(), Shape.USUAL, false, words -> {})
                        .lab()
                        .facts()
                        .passing())
                .isFalse();
        assertThat(Lab.up(folder(), Shape.USUAL, true, words -> {})
                        .lab()
                        .facts()
                        .passing())
                .isFalse();
        assertThat(Lab.require(folder()).facts().passing()).isFalse();
    }

    @Test
    void twoLabsStandBesideEachOther() throws InterruptedException {
        Path other = temp.resolve("other");
        try {
            Lab first = up(Shape.USUAL);
            Lab second = Lab.up(other, Shape.USUAL, true, words -> {}).lab();
            assertThat(first.facts().members())
                    .extracting(LabFacts.LabMember::relayPort)
                    .doesNotContainAnyElementsOf(second.facts().members().stream()
                            .map(LabFacts.LabMember::relayPort)
                            .toList());
            assertThat(second.status().complete()).isTrue();
        } finally {
            Lab.down(other, words -> {});
        }
    }

    @Test
    void twoCommandsAtOnceMakeOneLab() throws InterruptedException {
        List<Boolean> already = new ArrayList<>();
        List<Thread> commands = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            commands.add(Thread.ofVirtual().start(() -> {
                try {
                    boolean was =
                            Lab.up(folder(), Shape.USUAL, true, words -> {}).already();
                    synchronized (already) {
                        already.add(was);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        for (Thread command : commands) {
            command.join();
        }
        assertThat(already).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void anInterruptWhileItComesUpLeavesNothing() throws InterruptedException {
        AtomicReference<Object> end = new AtomicReference<>("none");
        AtomicReference<List<Long>> processes = new AtomicReference<>(List.of());
        Thread command = Thread.ofVirtual().unstarted(() -> {
            try {
                end.set(Lab.up(folder(), Shape.USUAL, true, words -> {
                    if (words.startsWith("waiting for 3 members")) {
                        processes.set(descendants(ProcessHandle.current().pid()));
                        Thread.currentThread().interrupt();
                    }
                }));
            } catch (InterruptedException | RuntimeException e) {
                end.set(e);
            }
        });
        command.start();
        command.join();
        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        assertThat(processes.get()).hasSizeGreaterThan(10);
        assertThat(processes.get())
                .allSatisfy(pid -> assertThat(ProcessTable.startTicks(pid)).isEmpty());
        assertThat(folder()).doesNotExist();
    }

    @Test
    void aMemberThatEndsWhileTheLabComesUpIsNamedAndNothingIsLeft() {
        assertThatThrownBy(() -> Lab.up(folder(), new Shape(3, TimerProfile.STOCK, 0), true, words -> {
                    if (words.startsWith("waiting for 3 members")) {
                        etcd("m2").forEach(ProcessHandle::destroyForcibly);
                        etcd("m3").forEach(ProcessHandle::destroyForcibly);
                    }
                }))
                .isInstanceOf(OperatorException.class)
                .hasMessageMatching("(?s)m[23] ended while the lab came up; it last said: .*");
        assertThat(folder()).doesNotExist();
        assertThat(etcd("m1")).isEmpty();
    }

    @Test
    void nothingIsLeftOfALabWhoseMakerIsKilled() throws Exception {
        Process maker = ChildJvm.start(List.of(), MakerMain.class, folder().toString());
        try {
            assertThat(maker.inputReader().readLine()).isEqualTo("half up");
            List<Long> processes = descendants(maker.pid());
            assertThat(processes).hasSizeGreaterThan(10);
            maker.destroyForcibly().waitFor();
            await().atMost(AMPLE)
                    .untilAsserted(() -> assertThat(processes)
                            .allSatisfy(pid ->
                                    assertThat(ProcessTable.startTicks(pid)).isEmpty()));
        } finally {
            maker.destroyForcibly();
        }
        assertThat(Lab.find(folder())).isEmpty();
        assertThat(up(Shape.USUAL).status().complete()).isTrue();
    }

    /** Brings a lab half up, says so, and waits to be killed. */
    static final class MakerMain {

        private MakerMain() {}

        public static void main(String[] arguments) throws InterruptedException {
            Lab.up(Path.of(arguments[0]), Shape.USUAL, true, words -> {
                if (words.startsWith("waiting for 3 members")) {
                    System.out.println("half up");
                    LockSupport.parkNanos(Duration.ofMinutes(1).toNanos());
                }
            });
        }
    }

    private List<ProcessHandle> etcd(String member) {
        String data = "--data-dir=" + folder().resolve(member).resolve("disk/data");
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> List.of(arguments).contains(data))
                        .orElse(false))
                .toList();
    }

    @Test
    void aFolderThatCannotBeMadeIsSaidWithTheRemedy() throws IOException {
        Files.writeString(temp.resolve("file"), "in the way");
        assertThatThrownBy(() -> Lab.up(temp.resolve("file/lab"), Shape.USUAL, true, words -> {}))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("cannot be written")
                .extracting(e -> ((OperatorException) e).remedy())
                .asString()
                .contains("MUSTER_STATE_HOME");
    }

    @Test
    void aDescriptionThatCannotBeReadIsSaid() throws IOException {
        Files.createDirectories(folder());
        Files.writeString(folder().resolve("lab.json"), "{");
        assertThatThrownBy(() -> Lab.find(folder()))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("lab.json cannot be read");
        assertThat(folder().resolve("lab.json").toFile().delete()).isTrue();
    }

    private static String innerPid(LabSite site) throws InterruptedException {
        return site.shell("n5")
                .run("cat %s/m5/pid".formatted("$(dirname \"$(tr '\\0' '\\n' </proc/1/cmdline | sed -n 2p)\")"), AMPLE)
                .out()
                .strip();
    }

    private static List<Long> descendants(long pid) {
        return LongStream.concat(
                        LongStream.of(pid),
                        ProcessHandle.of(pid).stream()
                                .flatMap(ProcessHandle::descendants)
                                .mapToLong(ProcessHandle::pid))
                .filter(each -> each != ProcessHandle.current().pid())
                .boxed()
                .toList();
    }
}
