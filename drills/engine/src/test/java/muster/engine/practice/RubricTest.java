package muster.engine.practice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import muster.engine.history.Evidence;
import muster.engine.history.EvidenceBuilder;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.engine.history.Sighting;
import muster.engine.history.Stamp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RubricTest {

    private static final long MILLI = 1_000_000;

    @Test
    void aMemberThatWasProvedDeadIsKilled() {
        Mark mark = Rubric.mark(Task.KILL_MEMBER, killed().build());

        assertThat(mark.passed()).isTrue();
        assertThat(mark.why()).isEqualTo("m1 refuses connections.");
    }

    @Test
    void aFaultThatDidNotBiteKillsNobody() {
        assertThat(Rubric.mark(Task.KILL_MEMBER, EvidenceBuilder.members(3).build()))
                .extracting(Mark::passed)
                .isEqualTo(false);
    }

    @Test
    void theQuorumIsObservedWhenTheRestElectsAndWrites() {
        EvidenceBuilder builder = killed();
        builder.says("m2", "m2", 5, 2_000, 8_000, 100).says("m3", "m2", 5, 2_000, 8_000, 100);
        builder.acked("m2", 3_000, 3_002).acked("m3", 4_000, 4_002);

        Mark mark = Rubric.mark(Task.OBSERVE_QUORUM, builder.build());

        assertThat(mark.passed()).isTrue();
        assertThat(mark.why())
                .isEqualTo("Without m1, 2 of 3 members followed m2 in term 5, and 2 writes were acknowledged.");
    }

    @Test
    void aRestThatWritesNothingObservesNoQuorum() {
        EvidenceBuilder builder = killed();
        builder.says("m2", "m2", 5, 2_000, 8_000, 100).says("m3", "m2", 5, 2_000, 8_000, 100);

        assertThat(Rubric.mark(Task.OBSERVE_QUORUM, builder.build()).passed()).isFalse();
    }

    @Test
    void aSplitBrainIsTwoPrimariesThatBothAcknowledge() {
        EvidenceBuilder builder = split();
        write(builder, "m1", 1, 4_000);
        write(builder, "m2", 2, 4_100);

        Mark mark = Rubric.mark(Task.SPLIT_BRAIN, builder.build());

        assertThat(mark.passed()).isTrue();
        assertThat(mark.why())
                .isEqualTo(
                        "m1 (timeline 1) and m2 (timeline 2) were both primary for 3.90 s; they acknowledged 1 write and"
                                + " 1 write.");
    }

    @Test
    void twoPrimariesOfWhichOneAcknowledgesNothingAreNone() {
        EvidenceBuilder builder = split();
        write(builder, "m2", 2, 4_100);

        assertThat(Rubric.mark(Task.SPLIT_BRAIN, builder.build()).passed()).isFalse();
    }

    @Test
    void recoveryIsOnePrimaryThatAllFollowAndWritesThatAreAccountedFor() {
        EvidenceBuilder builder = split();
        write(builder, "m1", 1, 4_000);
        write(builder, "m2", 2, 4_100);
        says(builder, "m1", "m2", 2, 9_000, 10_000);
        says(builder, "m2", "m2", 2, 9_000, 10_000);

        Mark mark = Rubric.mark(
                Task.RECOVER,
                builder.salvaged(10_500, "m1", 0).readBack(11_000, 1).build());

        assertThat(mark.passed()).isTrue();
        assertThat(mark.why())
                .isEqualTo("2 of 2 servers follow m2 on timeline 2; of 2 acknowledged writes 1 stood only on the losing"
                        + " side, 0 stood nowhere.");
    }

    @Test
    void aWriteThatStandsNowhereIsNotRecovered() {
        EvidenceBuilder builder = split();
        write(builder, "m1", 1, 4_000);
        write(builder, "m2", 2, 4_100);
        says(builder, "m1", "m2", 2, 9_000, 10_000);
        says(builder, "m2", "m2", 2, 9_000, 10_000);

        assertThat(Rubric.mark(Task.RECOVER, builder.readBack(11_000, 1).build())
                        .passed())
                .isFalse();
    }

    @Test
    void nothingIsRecoveredWhileTwoLead() {
        EvidenceBuilder builder = split();
        write(builder, "m2", 2, 4_100);

        assertThat(Rubric.mark(Task.RECOVER, builder.readBack(11_000, 0).build())
                        .passed())
                .isFalse();
    }

    private static EvidenceBuilder killed() {
        return EvidenceBuilder.members(3).killed(1, "m1", 1_000).healed(1, 9_000);
    }

    private static EvidenceBuilder split() {
        EvidenceBuilder builder = EvidenceBuilder.members(2);
        says(builder, "m1", "m1", 1, 0, 6_900);
        says(builder, "m2", "m1", 1, 0, 3_000);
        says(builder, "m2", "m2", 2, 3_000, 8_000);
        return builder;
    }

    private static void says(
            EvidenceBuilder builder, String member, @Nullable String leader, long timeline, long from, long to) {
        for (long at = from; at < to; at += 100) {
            Sighting.Role role = member.equals(leader) ? Sighting.Role.LEADER : Sighting.Role.FOLLOWER;
            builder.sighting(new Sighting(
                    member,
                    at * MILLI,
                    (at + 100) * MILLI,
                    new Sighting.Server("7", role, leader, timeline, 1, 1, "15.20", 1, 0, List.of())));
        }
    }

    private static void write(EvidenceBuilder builder, String server, long timeline, long atMillis) {
        Evidence before = builder.build();
        long id = before.ops().size();
        builder.op(new Op(
                id,
                0,
                id,
                Op.Kind.WRITE,
                "k0",
                "v" + id,
                null,
                server,
                atMillis * MILLI,
                atMillis * MILLI,
                (atMillis + 2) * MILLI,
                new Outcome.Acked("v" + id, new Stamp(server, timeline, id)),
                null));
    }
}
