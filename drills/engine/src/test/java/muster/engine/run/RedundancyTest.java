package muster.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import muster.engine.fault.ScriptedSite;
import muster.engine.history.StoreWords;
import muster.engine.history.View;
import org.junit.jupiter.api.Test;

class RedundancyTest {

    private final Redundancy redundancy = new Redundancy(ScriptedSite.working(3).members(), StoreWords.of("etcd"));

    @Test
    void aMemberThatDoesNotAnswerIsMissing() {
        assertThat(redundancy.judge(new View(List.of(
                        Sights.standing("m1", "m1", 0, 9, 9),
                        Sights.standing("m2", "m1", 0, 9, 9),
                        Sights.dead("m3")))))
                .isEqualTo(new Redundancy.State(false, "m3 does not answer"));
    }

    @Test
    void itIsFullOnceEveryFollowerHasAppliedWhatTheLeaderHadBefore() {
        redundancy.judge(view(0, 100, 90, 90));

        assertThat(redundancy.judge(view(100, 120, 100, 101)))
                .isEqualTo(new Redundancy.State(true, "3 of 3 voters, nothing behind"));
    }

    @Test
    void aFollowerThatHasNotAppliedItIsBehind() {
        redundancy.judge(view(0, 100, 90, 90));

        assertThat(redundancy.judge(view(100, 120, 99, 101)))
                .isEqualTo(new Redundancy.State(false, "m2 is 1 entries behind"));
    }

    @Test
    void anOldWordOfAFollowerDoesNotCount() {
        redundancy.judge(view(0, 100, 90, 90));

        assertThat(redundancy.judge(view(0, 120, 100, 101)).full()).isFalse();
    }

    private static View view(long askedNanos, long index, long second, long third) {
        return new View(List.of(
                Sights.standing("m1", "m1", askedNanos, index, index),
                Sights.standing("m2", "m1", askedNanos, second, second),
                Sights.standing("m3", "m1", askedNanos, third, third)));
    }
}
