package muster.engine.check;

import static org.assertj.core.api.Assertions.assertThat;

import muster.engine.history.Event;
import muster.engine.history.EvidenceBuilder;
import muster.engine.history.Span;
import org.junit.jupiter.api.Test;

/** What a restore may throw away, and what not. */
class BackToSnapshotTest {

    private static final long MILLI = 1_000_000;

    /** Write 0 before the snapshot, 1 while it is saved, 2 and 3 after it, 4 since the restore. */
    private static EvidenceBuilder restored() {
        return EvidenceBuilder.members(3)
                .acked("m1", 0, 5)
                .event(10, new Event.ActBegan("2", "snapshot", "m3", "save"))
                .acked("m1", 12, 15)
                .event(20, new Event.ActDone("2", new Span(10 * MILLI, 20 * MILLI), "saved"))
                .acked("m1", 25, 30)
                .acked("m2", 31, 35)
                .event(40, new Event.ActBegan("4.1", "restore", "m3", "restore"))
                .event(80, new Event.ActDone("4.1", new Span(40 * MILLI, 80 * MILLI), "restored"))
                .acked("m1", 85, 90);
    }

    private static Verdict judged(EvidenceBuilder evidence) {
        return new BackToSnapshot().judge(evidence.build());
    }

    @Test
    void whatCameAfterTheSnapshotIsGoneAndNamedAndTheRestIsThere() {
        Verdict verdict = judged(restored().readBack(95, 0, 4).ended(100));
        assertThat(verdict).isInstanceOf(Verdict.Holds.class);
        assertThat(verdict.measured()).isEqualTo("2 gone of 2 after it, 0 of 2 others");
        assertThat(verdict.why())
                .contains(
                        "1 acknowledged write from before",
                        "2 acknowledged writes, the numbers 2 to 3, and 1 of 1 acknowledged while it was saved.");
    }

    @Test
    void whatWasUnderWayWhileItWasSavedMayBeEither() {
        assertThat(judged(restored().readBack(95, 0, 1, 4).ended(100))).isInstanceOf(Verdict.Holds.class);
    }

    @Test
    void aWriteFromBeforeTheSnapshotMayNotBeGone() {
        Verdict verdict = judged(restored().readBack(95, 4).ended(100));
        assertThat(verdict).isInstanceOf(Verdict.Broken.class);
        assertThat(((Verdict.Broken) verdict).witness())
                .singleElement()
                .asString()
                .contains("write 0 of client 0");
    }

    @Test
    void aWriteSinceTheRestoreMayNotBeGone() {
        assertThat(judged(restored().readBack(95, 0).ended(100))).isInstanceOf(Verdict.Broken.class);
    }

    @Test
    void aStoreThatStillHasWhatCameAfterDidNotGoBack() {
        Verdict verdict = judged(restored().readBack(95, 0, 2, 3, 4).ended(100));
        assertThat(verdict).isInstanceOf(Verdict.Broken.class);
        assertThat(verdict.why()).contains("2 acknowledged writes are still in the store, from after the snapshot");
    }

    @Test
    void withoutARestoreOrAReadBackOrWritesInBetweenNothingIsTold() {
        assertThat(judged(restored().ended(100)).why()).contains("not read back");
        assertThat(judged(EvidenceBuilder.members(3)
                                .acked("m1", 0, 5)
                                .readBack(95, 0)
                                .ended(100))
                        .why())
                .contains("No snapshot was saved and restored");
        EvidenceBuilder quiet = EvidenceBuilder.members(3)
                .acked("m1", 0, 5)
                .event(10, new Event.ActBegan("2", "snapshot", "m3", "save"))
                .event(20, new Event.ActDone("2", new Span(10 * MILLI, 20 * MILLI), "saved"))
                .event(40, new Event.ActBegan("4.1", "restore", "m3", "restore"))
                .event(80, new Event.ActDone("4.1", new Span(40 * MILLI, 80 * MILLI), "restored"))
                .readBack(95, 0)
                .ended(100);
        assertThat(judged(quiet)).isInstanceOf(Verdict.Undecided.class);
        assertThat(judged(quiet).why()).contains("between snapshot and restore");
    }
}
