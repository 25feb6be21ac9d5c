package muster.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import muster.engine.history.OperatorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose lock may be taken away before its lease has run out: that of a process of the same state directory that is gone. */
class HeldLockTest {

    @TempDir
    Path folder;

    private final ScriptedSite site = ScriptedSite.working(3);

    @Test
    void whatAKilledDrillHeldIsFreeAtOnceForTheNextOneOfItsStateDirectory() throws InterruptedException {
        HeldLock held = held("ours");
        SiteLock killed = SiteLock.take(site, "a drill", held);

        assertThatThrownBy(() -> SiteLock.take(site, "another", held("theirs")))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("another drill runs here");
        SiteLock next = SiteLock.take(site, "the next", held);

        assertThat(killed.renew(Thread::startVirtualThread))
                .as("the killed one, if it lived")
                .isPresent();
        assertThat(next.renew(Thread::startVirtualThread)).isEmpty();
    }

    @Test
    void isNotedBeforeTheFirstNodeIsAskedAndForgottenWhenItIsGivenBack() throws InterruptedException {
        HeldLock held = held("ours");
        try (SiteLock other = SiteLock.take(site, "a drill", held("theirs"))) {
            assertThat(other.renew(Thread::startVirtualThread)).isEmpty();
            assertThatThrownBy(() -> SiteLock.take(site, "another", held)).isInstanceOf(OperatorException.class);
            assertThat(held.noted()).as("after a refusal").isFalse();
        }
        SiteLock lock = SiteLock.take(site, "a drill", held);
        assertThat(held.noted()).isTrue();
        lock.close();
        assertThat(held.noted()).isFalse();
        assertThat(held.release(site)).isEmpty();
    }

    @Test
    void aLockThatAnotherTookSinceIsLeftAlone() throws InterruptedException {
        HeldLock ours = held("ours");
        SiteLock killed = SiteLock.take(site, "a drill", ours);
        site.leasesRunOut();
        SiteLock theirs = SiteLock.take(site, "another", held("theirs"));

        assertThat(ours.release(site)).contains("a drill");

        assertThat(killed.renew(Thread::startVirtualThread)).isPresent();
        assertThat(theirs.renew(Thread::startVirtualThread)).isEmpty();
    }

    @Test
    void aLockOnASiteThatIsGoneIsForgotten() throws InterruptedException {
        HeldLock held = held("ours");
        held.note(new HeldLock.Note("lab", "an earlier one", "a token", "a drill"));

        assertThat(held.release(site)).isEmpty();
        assertThat(held.noted()).isFalse();
    }

    @Test
    void aNoteThatIsNoneIsNamedWithWhatToDo() throws Exception {
        Files.writeString(folder.resolve("ours"), "no note");

        assertThatThrownBy(() -> SiteLock.take(site, "a drill", held("ours")))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining(folder.resolve("ours").toString());
    }

    private HeldLock held(String name) {
        return new HeldLock(folder.resolve(name));
    }
}
