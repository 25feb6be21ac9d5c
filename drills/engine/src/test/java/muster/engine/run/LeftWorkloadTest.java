package muster.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import muster.engine.fault.ScriptedSite;
import muster.engine.history.OperatorException;
import muster.engine.history.StateFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run wrote is known to whoever comes after it, and to nobody while it runs. */
class LeftWorkloadTest {

    private static final LeftWorkload.Note NOTE =
            new LeftWorkload.Note("etcd-leader-kill/now", "home", "abc", "etcd", "db/pg");

    @TempDir
    Path folder;

    @Test
    void isLeftOnlyOnceItsRunIsGone() {
        StateFolder state = new StateFolder(folder);
        try (LeftWorkload running = LeftWorkload.begin(state, NOTE)) {
            assertThat(LeftWorkload.in(state)).as("while it runs").isEmpty();
            assertThat(running.note()).isEqualTo(NOTE);
        }

        List<LeftWorkload> left = LeftWorkload.in(state);
        assertThat(left).extracting(LeftWorkload::note).containsExactly(NOTE);
        left.getFirst().forget();
        left.getFirst().close();
        assertThat(LeftWorkload.in(state)).isEmpty();
    }

    @Test
    void aNoteThatWasNotYetWholeNamesNothing() throws Exception {
        StateFolder state = new StateFolder(folder);
        Files.createDirectories(state.workloads());
        Files.writeString(state.workloads().resolve("half.json"), "{\"run\":\"etcd");

        assertThat(LeftWorkload.in(state)).isEmpty();
        assertThat(state.workloads()).isEmptyDirectory();
    }

    @Test
    void aDamagedNoteIsNamed() throws Exception {
        StateFolder state = new StateFolder(folder);
        Files.createDirectories(state.workloads());
        Files.writeString(state.workloads().resolve("bad.json"), "nonsense\n");

        assertThatThrownBy(() -> LeftWorkload.in(state))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("bad.json");
    }

    @Test
    void aRunThatEndsLeavesNone() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        rehearsal.run(new ScriptedSite(3, rehearsal::obey), Rehearsal.leaderKill());

        assertThat(LeftWorkload.in(rehearsal.state())).isEmpty();
    }

    @Test
    void aRunWhoseStoreKeptKeysLeavesItsNote() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        rehearsal.store.keepEverything();
        Rehearsal.Judged run = rehearsal.run(new ScriptedSite(3, rehearsal::obey), Rehearsal.leaderKill());

        List<LeftWorkload> left = LeftWorkload.in(rehearsal.state());
        left.forEach(LeftWorkload::close);
        assertThat(left)
                .extracting(each -> each.note().run())
                .containsExactly(run.evidence().facts().run());
    }
}
