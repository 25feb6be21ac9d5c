package muster.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import muster.engine.history.OperatorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteLockTest {

    @TempDir
    Path state;

    private final ScriptedSite site = ScriptedSite.working(3);

    @Test
    void aNodeThatDoesNotAnswerCostsTheOthersNothing() throws InterruptedException {
        CountDownLatch answers = new CountDownLatch(1);
        try (SiteLock lock = SiteLock.take(site, "a drill", new HeldLock(state.resolve("lock")))) {
            site.mute("n1", answers);

            assertThat(lock.renew(Thread::startVirtualThread)).isEmpty();
            assertThat(site.renewed()).containsExactlyInAnyOrder("n2", "n3");
            answers.countDown();
        }
    }

    @Test
    void aLockThatRanOutOnAMajorityIsLostAndSaysWhere() throws InterruptedException {
        try (SiteLock lock = SiteLock.take(site, "a drill", new HeldLock(state.resolve("lock")))) {
            assertThat(lock.renew(Thread::startVirtualThread)).isEmpty();
            site.leasesRunOut();
            assertThat(lock.renew(Thread::startVirtualThread)).contains("n3: the lock's lease has run out");
        }
    }

    @Test
    void withoutAMajorityNothingIsLocked() {
        ScriptedSite two = ScriptedSite.working(2);
        CountDownLatch answers = new CountDownLatch(0);
        two.mute("n2", answers);

        assertThatThrownBy(() -> SiteLock.take(two, "a drill", new HeldLock(state.resolve("lock"))))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("only 1 of 2 nodes of lab can be locked, and 2 are needed: n2 cannot be reached");
    }
}
