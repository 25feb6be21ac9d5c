package muster.engine.report.contrast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import muster.engine.history.Codec;
import muster.engine.history.Span;
import muster.engine.report.Findings;
import muster.engine.report.SampleEvidence;
import org.junit.jupiter.api.Test;

class ContrastTest {

    private static final long SECOND = 1_000_000_000;

    private final Findings sample = SampleEvidence.report().findings();

    @Test
    void aSideHoldsTheFiguresOfItsRuns() {
        Contrast contrast = Contrast.of("postgres", "etcd", List.of(new Judged("etcd-leader-kill/1", sample)));

        Side etcd = contrast.rounds().getFirst().right();
        assertThat(etcd.runs()).containsExactly("etcd-leader-kill/1");
        assertThat(Objects.requireNonNull(etcd.gap()).medianNanos()).isBetween(SECOND, SECOND * 6 / 5);
        assertThat(etcd.lost()).isZero();
        assertThat(etcd.acknowledged()).isEqualTo(sample.accounts().acknowledged());
        assertThat(etcd.linearizable()).isEqualTo(1);
        assertThat(etcd.ordered()).isNull();
    }

    @Test
    void whatWasNotRunIsMissingAndNotAFigure() {
        Contrast contrast = Contrast.of("postgres", "etcd", List.of(new Judged("etcd-leader-kill/1", sample)));

        assertThat(contrast.missing())
                .containsExactly("postgres-failover", "postgres-split-brain", "etcd-leader-isolate");
        assertThat(contrast.rounds().getFirst().sentence())
                .startsWith("PostgreSQL was not measured. etcd took no write");
    }

    @Test
    void aRunThatCouldNotGoOnOrWasNotReadBackIsLeftOut() {
        Contrast contrast = Contrast.of(
                "postgres",
                "etcd",
                List.of(new Judged("etcd-leader-kill/2", exit(4)), new Judged("etcd-leader-kill/1", sample)));

        Side etcd = contrast.rounds().getFirst().right();
        assertThat(etcd.runs()).containsExactly("etcd-leader-kill/1");
        assertThat(etcd.left()).isEqualTo(1);
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertThat(Spread.of(List.of(4L, 1L, 3L, 2L))).contains(new Spread(4, 1, 2, 4));
        assertThat(Spread.of(List.of(5L, 1L, 3L))).contains(new Spread(3, 1, 3, 5));
        assertThat(Spread.of(List.of())).isEmpty();
    }

    @Test
    void twoLeadersAreCountedWhereTheirTimesOverlap() {
        List<Findings.Lane> lanes = List.of(
                lane("p1", new Findings.Stretch(0, 10, "leader", 1), new Findings.Stretch(10, 20, "follower", 2)),
                lane("p2", new Findings.Stretch(0, 4, "follower", 1), new Findings.Stretch(4, 20, "leader", 2)));

        assertThat(TwoLeaders.nanos(lanes)).isEqualTo(6);
    }

    @Test
    void theTimeAfterTheOrderIsToldApart() {
        Findings ordered = phases(List.of(
                new Findings.Phase(Side.ORDER, new Span(3 * SECOND, 3 * SECOND), "p2"),
                new Findings.Phase("first acknowledged write", new Span(3 * SECOND, 4 * SECOND), "")));

        Side etcd = Contrast.of("postgres", "etcd", List.of(new Judged("etcd-leader-kill/1", ordered)))
                .rounds()
                .getFirst()
                .right();
        assertThat(etcd.ordered()).isEqualTo(new Spread(1, 3 * SECOND, 3 * SECOND, 3 * SECOND));
        assertThat(etcd.afterOrder()).isEqualTo(new Spread(1, SECOND, SECOND, SECOND));
    }

    @Test
    void writesThatStoodOnlyOnTheLosingSideAreNotKept() {
        Findings split = changed(
                sample.exit(),
                sample.phases(),
                List.of(
                        lane("p1", new Findings.Stretch(0, 12 * SECOND, "leader", 1)),
                        lane("p2", new Findings.Stretch(0, 12 * SECOND, "leader", 2))),
                Codec.read(
                        Findings.Accounts.class,
                        Codec.write(sample.accounts()).replaceAll("\"diverged\":\\d+", "\"diverged\":7")));

        Contrast.Round round = Contrast.of("postgres", "etcd", List.of(new Judged("etcd-leader-kill/1", split)))
                .rounds()
                .getFirst();
        assertThat(round.right().diverged()).isEqualTo(7);
        assertThat(round.sentence())
                .contains("etcd had two leaders at once for 12.0 s and paused for at most 1.")
                .endsWith("kept 7 only on the side that lost, where they were salvaged.");
    }

    @Test
    void aContrastSurvivesItsFile() {
        Contrast contrast = Contrast.of("postgres", "etcd", List.of(new Judged("etcd-leader-kill/1", sample)));

        assertThat(Codec.read(Contrast.class, Codec.writeIndented(contrast))).isEqualTo(contrast);
    }

    private static Findings.Lane lane(String member, Findings.Stretch... stretches) {
        return new Findings.Lane(member, List.of(stretches));
    }

    private Findings exit(int exit) {
        return changed(exit, sample.phases(), sample.lanes(), sample.accounts());
    }

    private Findings phases(List<Findings.Phase> phases) {
        return changed(sample.exit(), phases, sample.lanes(), sample.accounts());
    }

    private Findings changed(
            int exit, List<Findings.Phase> phases, List<Findings.Lane> lanes, Findings.Accounts accounts) {
        return new Findings(
                sample.schema(),
                exit,
                sample.sentence(),
                sample.facts(),
                sample.zeroNanos(),
                sample.endNanos(),
                sample.fault(),
                sample.verdicts(),
                phases,
                sample.gaps(),
                sample.longestCall(),
                accounts,
                sample.elections(),
                sample.prediction(),
                sample.instrument(),
                lanes,
                sample.traffic(),
                sample.rounds(),
                sample.beside(),
                sample.story(),
                sample.unhealed(),
                sample.doubts());
    }
}
