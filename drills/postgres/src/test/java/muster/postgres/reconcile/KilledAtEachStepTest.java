package muster.postgres.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A SIGKILL between two steps, or in the middle of one that changed the loser's data, loses no row and leaves nothing half done. */
class KilledAtEachStepTest {

    @TempDir
    private Path state;

    static Stream<Arguments> moments() {
        return Stream.of(Step.values())
                .flatMap(step -> Stream.of(Arguments.of(step, "begins"), Arguments.of(step, "done")))
                // When the last step is done the journal is closed, and nothing is left to go on with.
                .filter(moment -> !(moment.get()[0] == Step.VERIFY && moment.get()[1].equals("done")));
    }

    @ParameterizedTest
    @MethodSource("moments")
    void nothingIsLostAndTheSameCallGoesOn(Step step, String moment) throws Exception {
        try (TestPair pair = ReconciliationTest.split()) {
            Path reached = state.resolve("reached");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            ReconcilingProcess.class.getName(),
                            pair.folder().toString(),
                            Integer.toString(pair.first().port()),
                            Integer.toString(pair.second().port()),
                            state.resolve("reconciliations").toString(),
                            step.name(),
                            moment,
                            reached.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(state.resolve("output").toFile())
                    .start();
            TestPair.await(() -> Files.exists(reached) || !process.isAlive());
            assertThat(process.isAlive())
                    .as(Files.readString(state.resolve("output")))
                    .isTrue();
            process.destroyForcibly().waitFor();

            try (StepJournal journal =
                    StepJournal.unfinished(state.resolve("reconciliations")).orElseThrow()) {
                Verification verification =
                        ReconciliationTest.reconciliation(pair).run(journal);

                assertThat(verification.holds()).as(verification.toString()).isTrue();
                SalvageReport salvage = journal.salvage().orElseThrow();
                assertThat(salvage.rows()).isEqualTo(5);
                Salvage.check(salvage);
            }
            assertThat(StepJournal.unfinished(state.resolve("reconciliations"))).isEmpty();
        }
    }
}
