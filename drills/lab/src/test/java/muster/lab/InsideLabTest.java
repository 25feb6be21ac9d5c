package muster.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Scripts;
import muster.engine.cluster.Shell;
import muster.engine.history.Member;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab seen by a JVM that entered it before it started, as the launcher does. */
final class InsideLabTest {

    @TempDir
    Path temp;

    @AfterEach
    void down() throws InterruptedException {
        Lab.down(temp.resolve("lab"), words -> {});
    }

    @Test
    void reachesMembersDirectlyHarmsHealsAndTakesTheLabDown() throws InterruptedException {
        LabFacts facts = Lab.up(temp.resolve("lab"), Shape.USUAL, true, words -> {})
                .lab()
                .facts();
        List<String> entrance = new ArrayList<>(List.of("nsenter"));
        if (facts.userNamespace()) {
            entrance.addAll(
                    List.of("--user=/proc/%d/ns/user".formatted(facts.first().pid()), "--preserve-credentials"));
        }
        entrance.addAll(List.of("--net=/proc/%d/ns/net".formatted(facts.clientPid()), "--"));
        List<String> command =
                ChildJvm.command(entrance, InsideMain.class, temp.resolve("lab").toString());
        Command.Result result = Command.run(command, Duration.ofSeconds(30));
        assertThat(result.ok()).as(result.shell().toString()).isTrue();
        assertThat(result.shell().out().lines())
                .containsExactly(
                        "m1 connected", "m2 connected", "m3 connected", "m1 refused", "m1 connected", "down: true");
        assertThat(facts.first().alive()).isFalse();
    }

    /** What is tried inside. */
    static final class InsideMain {

        private static final Duration AMPLE = Duration.ofSeconds(10);

        private InsideMain() {}

        public static void main(String[] arguments) throws InterruptedException {
            Path folder = Path.of(arguments[0]);
            LabSite site = new LabSite(Lab.require(folder), LabSite.ETCD);
            site.members().forEach(InsideMain::connect);
            Member first = site.members().getFirst();
            Shell shell = site.shell(first.node());
            Scripts scripts = site.scripts(new Lever.Terminate(first));
            require(shell.run(scripts.inject(), AMPLE));
            require(shell.run(scripts.bit(), AMPLE));
            connect(first);
            require(shell.run(scripts.heal(), AMPLE));
            require(shell.run(scripts.clean(), AMPLE));
            connect(first);
            System.out.println("down: " + Lab.down(folder, words -> {}));
        }

        private static void require(Shell.Result result) {
            if (!result.ok()) {
                throw new IllegalStateException(result.toString());
            }
        }

        private static void connect(Member member) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(member.client().getHost(), 2379), 1_000);
                System.out.println(member.name() + " connected");
            } catch (IOException e) {
                System.out.println(
                        member.name() + (String.valueOf(e.getMessage()).contains("refused") ? " refused" : " " + e));
            }
        }
    }
}
