package muster.kubernetes.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import muster.engine.history.OperatorException;
import muster.engine.history.Sighting;
import muster.engine.history.View;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PodFitnessTest {

    private static final Sighting PRIMARY = server("a-0", "7", Sighting.Role.LEADER, "a-0", 3);

    @Test
    void aPrimaryAndItsStandbyAreFit() {
        assertThatCode(() -> PodFitness.demand(
                        new View(List.of(PRIMARY, server("a-1", "7", Sighting.Role.FOLLOWER, "a-0", 3))), "home"))
                .doesNotThrowAnyException();
    }

    @Test
    void twoPrimariesAreSentToReconcile() {
        refused(
                server("a-1", "7", Sighting.Role.LEADER, "a-1", 4),
                "a-0 and a-1 both say that they are the primary",
                "muster reconcile --site home");
    }

    @Test
    void aStandbyThatNeverAttachedIsNamed() {
        refused(
                server("a-1", "7", Sighting.Role.NO_LEADER, null, 3),
                "a-1 is a standby that is attached to nobody",
                "kubectl logs");
    }

    @Test
    void aStandbyThatStayedOnAnOldTimelineIsNamed() {
        refused(
                server("a-1", "7", Sighting.Role.FOLLOWER, "a-0", 2),
                "a-1 is on timeline 2, and its primary a-0 on 3",
                "kubectl logs");
    }

    @Test
    void aServerOfAnotherClusterIsNamed() {
        refused(
                server("a-1", "8", Sighting.Role.NO_LEADER, null, 3),
                "a-1 is of another cluster than a-0",
                "delete its claim");
    }

    @Test
    void aServerThatDoesNotAnswerIsNamedWithItsOwnWords() {
        refused(
                new Sighting("a-1", 0, 1, new Sighting.Mute("no answer within 3000 ms")),
                "a-1 does not answer as PostgreSQL: no answer",
                "kubectl logs");
    }

    @Test
    void withoutAPrimaryThereIsNothingToBreak() {
        assertThatThrownBy(() -> PodFitness.demand(
                        new View(List.of(server("a-0", "7", Sighting.Role.NO_LEADER, null, 3))), "home"))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("no server is the primary");
    }

    @Test
    void aVolumeNeedsRoomForTwoCopiesAndWhatIsWrittenMeanwhile() {
        long used = 100L << 20;
        long enough = 2 * used + (256L << 20);
        assertThatCode(() -> PodFitness.demandRoom("a-0", "used_bytes=%d\nfree_bytes=%d\n".formatted(used, enough)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() ->
                        PodFitness.demandRoom("a-0", "used_bytes=%d\nfree_bytes=%d\n".formatted(used, enough - 1)))
                .isInstanceOf(OperatorException.class)
                .hasMessage("a-0: its volume has 455 MiB free, and copies of its 100 MiB of data may need 456 MiB");
    }

    @Test
    void aVolumeThatCannotBeMeasuredIsNotTakenForAnEmptyOne() {
        assertThatThrownBy(() -> PodFitness.demandRoom("a-0", "used_bytes=\nfree_bytes=12\n"))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("a-0: its volume cannot be measured: no used_bytes");
    }

    private static void refused(Sighting standby, String why, String next) {
        assertThatThrownBy(() -> PodFitness.demand(new View(List.of(PRIMARY, standby)), "home"))
                .isInstanceOfSatisfying(
                        OperatorException.class,
                        refusal -> assertThat(refusal.remedy()).contains(next))
                .hasMessageContaining(why);
    }

    private static Sighting server(String name, String id, Sighting.Role role, @Nullable String leader, long timeline) {
        return new Sighting(
                name, 0, 1, new Sighting.Server(id, role, leader, timeline, 100, 100, "15.18", 1, 0, List.of()));
    }
}
