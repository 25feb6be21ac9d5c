package muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import muster.cli.screen.Style;
import muster.engine.fault.Ledger;
import muster.engine.history.Codec;
import muster.engine.history.Entry;
import muster.engine.history.Event;
import muster.engine.history.Member;
import muster.engine.history.Prediction;
import muster.engine.history.RunFacts;
import muster.engine.history.RunFolder;
import muster.engine.history.SealedFile;
import muster.engine.history.StateFolder;
import muster.engine.history.Timers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is typed wrong, or lies wrong on the disk: one clear line, what to type next, an exit code, never a trace. */
class BadInputTest {

    private static final String DRILL = """
            title: A drill of a test
            believes: Nothing.
            teaches: [quorum]
            store: etcd
            workload: {clients: 9, rate: 200/s, keys: 16, reads: 50%, deadline: 1s}
            timeline:
              - steady: 1s
              - inject: {fault: kill, target: leader, for: 1s}
            expect:
              - lost-writes: 0
            runbook: {symptom: s, first: f, decide: d, verify: v}
            """;

    @TempDir
    Path folder;

    /** What a command printed and returned. */
    private record Said(String out, String err, int exit) {}

    private Said muster(List<String> arguments) throws IOException {
        return muster(folder.resolve("state folder"), arguments);
    }

    private static Said muster(Path state, List<String> arguments) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
                PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            Terminal terminal = new Terminal(outStream, errStream, new Style(false), new Style(false), false, false);
            Path home = Path.of("..").toRealPath();
            int exit = Main.run(new Workbench(new StateFolder(state), home, terminal, Map.of(), arguments));
            return new Said(out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), exit);
        }
    }

    /** Both ways of saying it: lines on standard error, and with {@code -o json} one object on standard output. */
    private void refused(List<String> arguments, int exit, String words, String next) throws IOException {
        Said plain = muster(arguments);
        assertThat(plain.exit()).as(plain.err()).isEqualTo(exit);
        assertThat(plain.out()).isEmpty();
        assertThat(oneLine(plain.err())).startsWith("muster: ").contains(words).contains("next: " + next);
        assertThat(plain.err()).doesNotContain("Exception").doesNotContainPattern("(?m)^\\s+at ");

        List<String> asJson = new ArrayList<>(arguments);
        asJson.addAll(List.of("-o", "json"));
        Said json = muster(asJson);
        assertThat(json.exit()).as(json.err()).isEqualTo(exit);
        assertThat(json.out().strip()).startsWith("{\"error\":\"").endsWith(",\"exit\":%d}".formatted(exit));
        assertThat(json.out()).contains("\"next\":\"" + next);
        assertThat(json.err()).isEmpty();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }

    static Stream<Arguments> typedWrong() {
        return Stream.of(
                Arguments.of(
                        List.of("run", "etcd-leader-kil"),
                        64,
                        "no drill is called etcd-leader-kil; did you mean etcd-leader-kill?",
                        "muster drills"),
                Arguments.of(List.of("run", "./no-such.yaml"), 64, "there is no such file", "muster drills"),
                Arguments.of(List.of("plan", "nothing-like-it"), 64, "no drill is called", "muster drills"),
                Arguments.of(List.of("statsu"), 64, "did you mean status or", "muster --help"),
                Arguments.of(List.of("status", "--wacth"), 64, "--wacth", "muster status --help"),
                Arguments.of(List.of("run"), 64, "DRILL", "muster run --help"),
                Arguments.of(List.of("run", "etcd-leader-kill", "--timers", "slow"), 64, "slow", "muster run --help"),
                Arguments.of(List.of("lab", "up", "--etcd", "4"), 64, "4", "muster"),
                Arguments.of(
                        List.of("lab", "up", "--k3s", "2"),
                        64,
                        "--k3s 2: a lab has 1 or 3 servers of K3s",
                        "muster lab up --k3s 3"),
                Arguments.of(
                        List.of("lab", "up", "--k3s", "3", "--etcd", "3"),
                        64,
                        "shape the lab, and do not go with --k3s",
                        "leave them out"),
                Arguments.of(
                        List.of("lab", "up", "--k3s-program", "/none"),
                        64,
                        "--k3s-program and --k3s-images go with --k3s",
                        "muster lab up --k3s 3 --k3s-program FILE"),
                Arguments.of(
                        List.of("lab", "up", "--k3s", "3", "--k3s-program", "/none"),
                        3,
                        "--k3s-program: there is no file /none",
                        "download it as https://docs.k3s.io/installation/airgap says"),
                Arguments.of(
                        List.of("lab", "up", "--k3s", "1", "--k3s-program", "/etc"),
                        3,
                        "/etc is not an executable file",
                        "name the k3s program itself"),
                Arguments.of(
                        List.of("lab", "up", "--k3s", "1", "--k3s-program", "/bin/sh", "--k3s-images", "/none"),
                        3,
                        "--k3s-images: there is no folder /none",
                        "name the folder of K3s's archive of images"),
                Arguments.of(List.of("lab", "up", "--etcd", "many"), 64, "many", "muster lab up --help"),
                Arguments.of(
                        List.of("lab", "up", "--disk-limit", "much"),
                        64,
                        "--disk-limit much: a size is wanted",
                        "muster lab up --disk-limit 512M"),
                Arguments.of(
                        List.of("lab", "up", "--disk-limit", "64M"),
                        64,
                        "64 MiB is not between 384 MiB and 65536 MiB",
                        "muster lab up --disk-limit 512M"),
                Arguments.of(List.of("observe", "--for", "soon"), 64, "--for: soon", "muster observe --for 30s"),
                Arguments.of(List.of("observe", "--for", "0s"), 64, "--for: 0s", "muster observe --for 30s"),
                Arguments.of(List.of("observe", "--for", "31m"), 64, "--for: 31m", "muster observe --for 30s"),
                Arguments.of(List.of("report", "never-run"), 64, "there is no run yet", "muster run etcd-leader-kill"),
                Arguments.of(
                        List.of("runs", "show", "never-run"), 64, "there is no run yet", "muster run etcd-leader-kill"),
                Arguments.of(List.of("status"), 3, "no lab is up", "muster lab up"),
                Arguments.of(List.of("plan", "etcd-leader-kill"), 3, "no lab is up", "muster lab up"),
                Arguments.of(List.of("lab", "status"), 3, "no lab is up", "muster lab up"),
                Arguments.of(List.of("status", "--site", "prod"), 3, "no site is called prod", "muster site add prod"),
                Arguments.of(List.of("status", "--site", "No"), 64, "\"No\" is no name", "muster site add"),
                Arguments.of(
                        List.of("status", "--kubeconfig", "/none"), 3, "/none does not exist", "give --kubeconfig"),
                Arguments.of(
                        List.of("status", "--site", "prod", "--context", "c"),
                        64,
                        "--site says it all",
                        "muster site show prod"),
                Arguments.of(
                        List.of("status", "--site", "prod", "--endpoints", "http://127.0.0.1:1"),
                        64,
                        "one at a time",
                        "muster status --site NAME"),
                Arguments.of(
                        List.of("site", "add", "lab", "--kubeconfig", "/none", "--context", "c"),
                        64,
                        "\"lab\" is the name of the lab",
                        "muster site add"),
                Arguments.of(
                        List.of("site", "add", "lab-k3s", "--kubeconfig", "/none", "--context", "c"),
                        64,
                        "lab-k3s is the name of the lab, where it is a K3s cluster",
                        "muster site add"),
                Arguments.of(List.of("site", "show", "prod"), 3, "no site is called prod", "muster site add prod"),
                Arguments.of(List.of("site", "allow", "prod"), 3, "no site is called prod", "muster site add prod"),
                Arguments.of(
                        List.of("run", "etcd-leader-kill", "--site", "prod"),
                        3,
                        "no site is called prod",
                        "muster site add prod"),
                Arguments.of(
                        List.of("run", "etcd-leader-kill", "--site", "prod", "--timers", "k3s"),
                        64,
                        "shape the lab",
                        "leave them out"),
                Arguments.of(
                        List.of("plan", "etcd-leader-kill", "--site", "prod"),
                        3,
                        "no site is called prod",
                        "muster site add prod"),
                Arguments.of(List.of("doctor", "--site", "prod"), 3, "no site is called prod", "muster site add prod"),
                Arguments.of(
                        List.of("observe", "--site", "prod"), 3, "no site is called prod", "muster site add prod"));
    }

    @ParameterizedTest
    @MethodSource("typedWrong")
    void oneLineAndWhatToTypeNext(List<String> arguments, int exit, String words, String next) throws IOException {
        refused(arguments, exit, words, next);
    }

    @Test
    void commandsWithoutDataSayItInLines() throws IOException {
        for (List<String> arguments : List.of(List.of("lab", "logs", "m9"), List.of("lab", "shell", "m9"))) {
            Said said = muster(arguments);
            assertThat(said.exit()).isEqualTo(3);
            assertThat(oneLine(said.err())).startsWith("muster: ").contains("no lab is up", "next: muster lab up");
        }
    }

    @Test
    void aMisspeltWordInADrillIsNamedWithItsPlaceAndTheNearestWord() throws IOException {
        Path file = write(DRILL.replace("fault: kill", "faullt: kill"));
        refused(List.of("plan", file.toString()), 64, file + ":8:", "");
        assertThat(oneLine(muster(List.of("plan", file.toString())).err()))
                .contains("faullt", "did you mean \"fault\"?");
    }

    @Test
    void aWrongTypeAndAnUnknownFaultInADrillAreNamedWithTheirPlaces() throws IOException {
        Path type = write(DRILL.replace("clients: 9", "clients: many"));
        refused(List.of("run", type.toString()), 64, type + ":5:", "");
        Path fault = write(DRILL.replace("fault: kill", "fault: kil"));
        refused(List.of("run", fault.toString()), 64, fault + ":8:", "");
        assertThat(oneLine(muster(List.of("run", fault.toString())).err())).contains("did you mean \"kill\"?");
    }

    @Test
    void aRunThatIsNotThereWhileOthersAre() throws IOException {
        RunFolder run = recorded();
        assertThat(run.journal()).exists();
        refused(List.of("report", "another-drill"), 64, "no run is called another-drill", "muster runs list");
        refused(List.of("runs", "show", "observe"), 3, "has no report", "muster report observe");
    }

    @Test
    void aTornJournalIsReportedWithItsDoubt() throws IOException {
        RunFolder run = recorded();
        byte[] whole = Files.readAllBytes(run.journal());
        Files.write(run.journal(), java.util.Arrays.copyOf(whole, whole.length - 5));

        Said said = muster(List.of("report", "observe"));

        assertThat(said.exit()).isEqualTo(3);
        assertThat(oneLine(said.out() + said.err())).contains("journal.jsonl: a torn last line was dropped");
        Said json = muster(List.of("report", "observe", "-o", "json"));
        assertThat(json.exit()).isEqualTo(3);
        assertThat(json.out()).contains("journal.jsonl: a torn last line was dropped", "the run was cut off");
    }

    @Test
    void aTamperedJournalIsRefusedWithItsLine() throws IOException {
        RunFolder run = recorded();
        Files.writeString(run.journal(), Files.readString(run.journal()).replace("1 s", "9 s"));

        refused(
                List.of("report", "observe"),
                3,
                "journal.jsonl:2: the line was changed after it was written",
                "restore the run's folder from a copy");
    }

    @Test
    void aStateDirectoryThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("a file"), "no folder can be made below this");
        Said said = muster(file.resolve("state"), List.of("lab", "up"));
        assertThat(said.exit()).isEqualTo(3);
        assertThat(oneLine(said.err()))
                .startsWith("muster: ")
                .contains(file.toString(), "next: ")
                .doesNotContain("defect");
        Said json = muster(file.resolve("state"), List.of("lab", "up", "-o", "json"));
        assertThat(json.exit()).isEqualTo(3);
        assertThat(json.out().strip()).startsWith("{\"error\":").endsWith(",\"exit\":3}");
    }

    @Test
    void nothingIsBrokenWhileAnEarlierRunIsUnhealed() throws IOException {
        StateFolder state = new StateFolder(folder.resolve("state folder"));
        try (Ledger ledger = Ledger.open(state.ledger())) {
            ledger.intend(new Ledger.Intent(
                    "drill/now", 1, "lab", "boot:1:2", "n1", "kill", "m1", "heal it", "is it clean", null));
        }
        refused(List.of("run", "etcd-leader-kill"), 4, "kill of m1 on lab", "muster heal");
    }

    private Path write(String drill) throws IOException {
        return Files.writeString(Files.createTempDirectory(folder, "of a test").resolve("my-drill.yaml"), drill);
    }

    /** A run without calls, as a cut-off observation leaves it. */
    private RunFolder recorded() throws IOException {
        RunFolder run = new StateFolder(folder.resolve("state folder")).begin("observe/2026-11-21T02-03-04Z");
        Timers timers = new Timers(Duration.ofMillis(100), Duration.ofSeconds(1));
        List<Member> members = List.of(new Member("m1", "n1", java.net.URI.create("http://198.18.1.1:2379")));
        RunFacts facts = new RunFacts(
                "observe/2026-11-21T02-03-04Z",
                "observe",
                "Watching, breaking nothing",
                "lab",
                "etcd",
                "3.5.16",
                "test",
                Instant.EPOCH,
                members,
                timers,
                new Prediction.NoGap(),
                "nothing is broken",
                List.of(),
                null);
        List<Event> events = List.of(
                new Event.Began(facts),
                new Event.StepBegan("1", "steady", "1 s"),
                new Event.StepEnded("1", "0 writes, 0 reads, 0 failed"),
                new Event.Ended());
        try (SealedFile journal = SealedFile.open(run.journal())) {
            for (int i = 0; i < events.size(); i++) {
                journal.append(Codec.write(new Entry(i, i * 1_000_000L, Instant.EPOCH, events.get(i))));
            }
        }
        return run;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cnpg-switchover",
                "k3s-api-outage",
                "k3s-api-register",
                "k3s-controller-failover",
                "k3s-lease-failover",
                "k3s-node-loss",
                "k3s-node-partition",
                "k3s-quorum-loss",
                "k3s-quorum-loss-permanent",
                "k3s-snapshot-restore",
                "k3s-server-kill",
                "patroni-switchover"
            })
    void aDrillOfK3sNeedsACluster(String drill) throws IOException {
        for (String command : List.of("run", "plan")) {
            Said said = muster(List.of(command, drill));
            assertThat(said.exit()).isEqualTo(3);
            assertThat(said.err())
                    .contains(drill + " needs a K3s cluster")
                    .contains("muster %s %s --site NAME".formatted(command, drill));
        }
    }
}
