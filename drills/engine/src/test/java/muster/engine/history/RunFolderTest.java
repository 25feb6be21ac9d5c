package muster.engine.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

    @TempDir
    Path folder;

    private static Evidence whole() {
        return EvidenceBuilder.members(3)
                .steadyWrites(0, 100, 10)
                .says("m1", "m1", 4, 0, 100, 25)
                .dead("m2", 5, 100, 25)
                .killed(1, "m2", 200)
                .healed(1, 300)
                .stalled(2)
                .readBack(400, 0, 1, 2)
                .ended(500)
                .build();
    }

    private RunFolder write(Evidence evidence) throws IOException {
        RunFolder run = new RunFolder(folder);
        try (SealedFile journal = SealedFile.open(run.journal());
                SealedFile views = SealedFile.open(run.views());
                HistoryLog history = HistoryLog.create(run.history())) {
            for (Entry entry : evidence.journal()) {
                journal.append(Codec.write(entry));
            }
            for (Sighting sighting : evidence.sightings()) {
                views.append(Codec.write(sighting));
            }
            for (Op op : evidence.ops()) {
                history.sending(op);
                history.done(op);
            }
            for (Found found : evidence.found()) {
                history.found(found);
            }
        }
        return run;
    }

    @Test
    void theEvidenceComesBackAsItWas() throws IOException {
        assertThat(write(whole()).evidence()).isEqualTo(whole());
    }

    @Test
    void aTornLastLineIsDroppedAndSaid() throws IOException {
        RunFolder run = write(whole());
        byte[] bytes = Files.readAllBytes(run.journal());
        Files.write(run.journal(), java.util.Arrays.copyOf(bytes, bytes.length - 3));
        assertThat(run.evidence().doubts())
                .containsExactly(
                        "journal.jsonl: a torn last line was dropped", "the journal has no end: the run was cut off");
    }

    @Test
    void aLineThatIsMissingIsAnErrorWithItsPlace() throws IOException {
        RunFolder run = write(whole());
        List<String> lines = Files.readAllLines(run.journal());
        Files.write(run.journal(), lines.subList(0, 2));
        Files.write(run.journal(), lines.subList(3, lines.size()), StandardOpenOption.APPEND);
        assertThatThrownBy(run::evidence)
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining(run.journal() + ":3: line 2 of the journal is missing");
    }

    @Test
    void aChangedFigureIsAnErrorWithItsPlace() throws IOException {
        RunFolder run = write(whole());
        String text = Files.readString(run.history());
        Files.writeString(run.history(), text.replaceFirst("\"send\":3", "\"send\":4"));
        assertThatThrownBy(run::evidence)
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining(run.history().toString())
                .hasMessageContaining("was changed after it was written");
    }

    @Test
    void aFolderWithoutAJournalSaysWhatToType() {
        assertThatThrownBy(() -> new RunFolder(folder).evidence())
                .isInstanceOfSatisfying(
                        OperatorException.class,
                        error -> assertThat(error.remedy()).isEqualTo("muster runs list"));
    }

    @Test
    void aJournalThatDoesNotBeginIsRefused() throws IOException {
        RunFolder run = new RunFolder(folder);
        try (SealedFile journal = SealedFile.open(run.journal())) {
            journal.append(Codec.write(new Entry(0, 0, java.time.Instant.EPOCH, new Event.Ended())));
        }
        assertThatThrownBy(run::evidence)
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("does not begin with the beginning of a run");
    }
}
