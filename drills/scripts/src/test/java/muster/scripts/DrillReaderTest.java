package muster.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import muster.engine.check.BrokenGuarantees;
import muster.engine.check.Elections;
import muster.engine.check.Limit;
import muster.engine.check.Linearizable;
import muster.engine.check.LocalReadsAnswer;
import muster.engine.check.LossesSalvaged;
import muster.engine.check.LostWrites;
import muster.engine.check.SessionGuarantees;
import muster.engine.check.StalenessBound;
import muster.engine.check.WriteGap;
import muster.engine.check.WritesStop;
import muster.engine.check.session.Guarantee;
import muster.engine.cluster.Direction;
import muster.engine.cluster.Side;
import muster.engine.drill.Drill;
import muster.engine.drill.Runbook;
import muster.engine.drill.Step;
import muster.engine.drill.Target;
import muster.engine.drill.Workload;
import muster.engine.fault.Fault;
import muster.engine.fault.Reach;
import muster.engine.history.OperatorException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DrillReaderTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("my-drill.yaml");
    }

    @Test
    void readsEveryWord() {
        SourcedDrill sourced = read(Samples.VALID);
        assertThat(sourced.text()).isEqualTo(Samples.VALID);
        assertThat(sourced.path()).isEqualTo(file);
        assertThat(sourced.drill())
                .isEqualTo(new Drill(
                        "my-drill",
                        "The leader dies",
                        "One election, nothing lost.",
                        List.of("quorum"),
                        "etcd",
                        new Workload(3, 100, 4, 50, 0, Duration.ofSeconds(1)),
                        List.of(
                                new Step.Steady(Duration.ofSeconds(1)),
                                new Step.Inject(
                                        new Fault.Kill(), new Target.Leader(), Duration.ofSeconds(5), List.of()),
                                new Step.AwaitRedundancy(Duration.ofSeconds(30))),
                        List.of(
                                new WriteGap(new Limit.Predicted()),
                                new LostWrites(0),
                                new Linearizable(),
                                new Elections(2)),
                        new Runbook("Writes hang.", "Ask every member.", "Wait or act.", "One leader.")));
    }

    @Test
    void readsWordsThatMayBeLeftOut() {
        Drill drill = read(Samples.VALID
                        .replace("reads: 50%, deadline: 1s", "reads: 40%, swaps: 20%, deadline: 250ms")
                        .replace(
                                "{fault: kill, target: leader, for: 5s}",
                                "{fault: stop, target: m2, for: 2m, steps: [{inject: {fault: kill, target: quorum,"
                                        + " for: 9s}}]}")
                        .replace("at-most: predicted", "at-most: 1500ms")
                        .replace("- linearizable", "- linearizable\n  - writes-stop\n  - local-reads-answer"))
                .drill();
        assertThat(drill.workload()).isEqualTo(new Workload(3, 100, 4, 40, 20, Duration.ofMillis(250)));
        assertThat(drill.timeline())
                .contains(new Step.Inject(
                        new Fault.Stop(),
                        new Target.Named("m2"),
                        Duration.ofMinutes(2),
                        List.of(new Step.Inject(
                                new Fault.Kill(), new Target.QuorumOfMembers(), Duration.ofSeconds(9), List.of()))));
        assertThat(drill.expect())
                .contains(
                        new WriteGap(new Limit.Fixed(Duration.ofMillis(1_500))),
                        new WritesStop(),
                        new LocalReadsAnswer());
    }

    @Test
    void readsWhatIsExpectedOfReplicas() {
        Drill drill = read(Samples.VALID.replace("- linearizable", """
                        - staleness: {at-most: 500ms}
                          - session-guarantees
                          - broken-guarantees: [read-your-writes, monotonic-reads]
                          - losses-salvaged""")).drill();
        assertThat(drill.expect())
                .contains(
                        new StalenessBound(Duration.ofMillis(500)),
                        new SessionGuarantees(),
                        new BrokenGuarantees(Set.of(Guarantee.READ_YOUR_WRITES, Guarantee.MONOTONIC_READS)),
                        new LossesSalvaged());
    }

    @Test
    void readsTheKindOfTheWorkload() {
        Drill drill = read(Samples.VALID.replace(
                        "workload: {clients: 3, rate: 100/s, keys: 4, reads: 50%,",
                        "workload: {kind: insert, clients: 3, rate: 100/s, keys: 4, reads: 30%, local-reads: 20%,"))
                .drill();
        assertThat(drill.workload())
                .isEqualTo(new Workload(Workload.Kind.INSERT, 3, 100, 4, 30, 20, 0, Duration.ofSeconds(1)));
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("pause", new Fault.Pause()),
                Arguments.of("{isolate: {from: peers}}", new Fault.Isolate(Side.PEERS, Direction.BOTH)),
                Arguments.of("{isolate: {from: both, direction: out}}", new Fault.Isolate(Side.BOTH, Direction.OUT)),
                Arguments.of("{cut: {from: one, direction: in}}", new Fault.Cut(Reach.ONE, Direction.IN)),
                Arguments.of("{cut: {from: rest}}", new Fault.Cut(Reach.REST, Direction.BOTH)),
                Arguments.of("{clock-jump: {by: 5m}}", new Fault.ClockJump(Duration.ofMinutes(5))));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void readsAFaultWithWhatItTakes(String words, Fault fault) {
        Drill drill = read(Samples.VALID.replace(
                        "fault: kill, target: leader", "fault: " + words + ", target: minority"))
                .drill();
        assertThat(drill.injects())
                .containsExactly(new Step.Inject(fault, new Target.Minority(), Duration.ofSeconds(5), List.of()));
    }

    @Test
    void takesBlocksAndStripsThem() {
        Drill drill = read(Samples.VALID.replace("first: Ask every member.", "first: |\n    Ask.\n    Again.\n"))
                .drill();
        assertThat(drill.runbook().first()).isEqualTo("Ask.\nAgain.");
    }

    static List<BadDrill> bad() {
        return BadDrill.all();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesWithPlaceAndFix(BadDrill bad) {
        OperatorException refusal = refusal(bad.text());
        String[] expected =
                bad.messages().stream().map(line -> file + ":" + line).toArray(String[]::new);
        assertThat(Samples.lines(refusal)).containsExactlyInAnyOrder(expected);
        assertThat(refusal.usage()).isTrue();
        assertThat(refusal.remedy()).startsWith("correct the file, then: muster plan ");
    }

    @Test
    void tellsProblemsInTheOrderOfTheFile() {
        assertThat(Samples.lines(refusal(
                                Samples.VALID.replace("- linearizable", "- no").replace("title:", "titel:")))
                        .map(line -> line.substring(file.toString().length() + 1)))
                .isSortedAccordingTo(Comparator.comparingInt(line -> Integer.parseInt(line.split(":", 2)[0])))
                .hasSize(2);
    }

    @Test
    void tellsTenProblemsAndCountsTheRest() {
        String words = String.join(
                "", IntStream.range(0, 13).mapToObj(i -> "zz" + i + ": 1\n").toList());
        assertThat(Samples.lines(refusal(words + Samples.VALID)))
                .hasSize(11)
                .last()
                .isEqualTo(file + ": and 3 more");
    }

    @Test
    void refusesWhatIsNoDrillAtAll() {
        assertThat(refusal("")).hasMessage(file + ":1:1: the file is empty");
        assertThat(refusal("# nothing\n")).hasMessageStartingWith(file + ":").hasMessageEndingWith("the file is empty");
        assertThat(refusal("[]"))
                .hasMessage(file + ":1:1: a drill must be {title: …, believes: …, teaches: …, store: …,"
                        + " beside: …, workload: …, timeline: …, expect: …, runbook: …}; found a list");
        assertThat(refusal("[".repeat(1_000))).hasMessageContaining(file + ":1:");
        assertThat(refusal("a: ".repeat(100))).hasMessageContaining(file + ":1:");
    }

    @Test
    void refusesOtherEncodings() throws IOException {
        Files.write(file, "title: a\nbelieves: \u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(refusal()).hasMessage(file + ":2:11: this is not UTF-8: save the file in that encoding");
    }

    @Test
    void refusesLargeFilesFoldersAndMissingFiles() throws IOException {
        assertThat(refusal("#".repeat(70_000)))
                .hasMessage(file + ": the file is larger than the 65536 bytes that a drill may have");
        Files.delete(file);
        assertThat(refusal()).hasMessage(file + ": there is no such file");
        Files.createDirectory(file);
        assertThat(refusal()).hasMessage(file + ": this is not a file");
    }

    @ParameterizedTest
    @MethodSource("badNames")
    void refusesNamesOfFiles(String name) throws IOException {
        file = folder.resolve(name);
        Files.writeString(file, Samples.VALID);
        assertThat(refusal())
                .hasMessage(
                        file + ": a drill's file is named with small letters, digits and hyphens, and ends in .yaml");
    }

    static Stream<String> badNames() {
        return Stream.of("My-drill.yaml", "my_drill.yaml", "my drill.yaml", ".yaml", "my-drill.yml", "-x.yaml");
    }

    @Test
    void takesMarksAndLineEndsOfOtherSystems() {
        Drill plain = read(Samples.VALID).drill();
        assertThat(read("\uFEFF" + Samples.VALID).drill()).isEqualTo(plain);
        assertThat(read(Samples.VALID.replace("\n", "\r\n")).drill()).isEqualTo(plain);
    }

    @Test
    void quotesThePathThatIsToBeTyped() throws IOException {
        file = Files.createDirectory(folder.resolve("a crew's")).resolve("my-drill.yaml");
        assertThat(refusal("").remedy())
                .isEqualTo("correct the file, then: muster plan '" + folder + "/a crew'\\''s/my-drill.yaml'");
    }

    @Test
    void readsTheCopyOfARunUnderItsOwnName() throws IOException {
        Files.writeString(file, Samples.VALID);
        assertThat(DrillReader.read(file, "etcd-leader-kill").drill().name()).isEqualTo("etcd-leader-kill");
    }

    private SourcedDrill read(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return DrillReader.read(file);
    }

    private OperatorException refusal(String text) {
        return catchThrowableOfType(OperatorException.class, () -> read(text));
    }

    private OperatorException refusal() {
        return catchThrowableOfType(OperatorException.class, () -> DrillReader.read(file));
    }
}
