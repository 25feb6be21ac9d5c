package muster.pages;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import muster.engine.check.Linearizable;
import muster.engine.check.LostWrites;
import muster.engine.drill.Drill;
import muster.engine.drill.Runbook;
import muster.engine.drill.Step;
import muster.engine.history.Event;
import muster.engine.history.Evidence;
import muster.engine.history.EvidenceBuilder;
import muster.engine.history.Member;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.engine.history.Prediction;
import muster.engine.history.RunFacts;
import muster.engine.history.Stamp;
import muster.engine.report.Report;
import muster.engine.report.Reporter;
import muster.engine.report.SampleEvidence;

/** Runs of every kind, as reports. */
final class Runs {

    /** Text as no server should send it: markup of three languages, control characters, a lone surrogate, a right-to-left mark. */
    static final String HOSTILE =
            "</text><script>alert(1)</script> & \"q\" 'a' ]]> | `x` *b* [l](javascript:alert(1)) \u0000\u001b[31m\ud800 \u202e\n# h";

    private static final List<Report> ALL = List.of(
            leaderKill(),
            observed(),
            inferred(),
            empty(),
            withoutCalls(),
            interrupted(),
            unhealed(),
            lost(),
            hostile());

    private Runs() {}

    /** A run in which everything holds. */
    static Report leaderKill() {
        return SampleEvidence.report();
    }

    /** Nothing was broken, and nothing broke. */
    static Report observed() {
        return Reporter.report(
                observe(),
                EvidenceBuilder.members(3)
                        .drill("observe")
                        .predicts(new Prediction.NoGap())
                        .steadyWrites(0, 5_000, 10)
                        .says("m1", "m1", 4, 0, 5_000, 50)
                        .says("m2", "m1", 4, 0, 5_000, 50)
                        .says("m3", "m1", 4, 0, 5_000, 50)
                        .stalled(1)
                        .ended(5_000)
                        .build());
    }

    /** Somebody else killed the leader while we watched. */
    static Report inferred() {
        return Reporter.report(
                observe(),
                EvidenceBuilder.members(3)
                        .drill("observe")
                        .steadyWrites(0, 2_000, 10)
                        .refusedWrites(2_000, 3_200, 10)
                        .steadyWrites(3_200, 6_000, 10)
                        .says("m1", "m1", 4, 0, 2_000, 50)
                        .dead("m1", 2_000, 6_000, 50)
                        .says("m2", "m1", 4, 0, 3_000, 50)
                        .says("m2", "m2", 5, 3_000, 6_000, 50)
                        .says("m3", "m1", 4, 0, 3_000, 50)
                        .says("m3", "m2", 5, 3_000, 6_000, 50)
                        .stalled(1)
                        .ended(6_000)
                        .build());
    }

    /** The run began, and that is all. */
    static Report empty() {
        return Reporter.report(
                SampleEvidence.drill(), EvidenceBuilder.members(3).build());
    }

    /** Members were asked, and no call was sent. */
    static Report withoutCalls() {
        return Reporter.report(
                SampleEvidence.drill(),
                EvidenceBuilder.members(3)
                        .says("m1", "m1", 4, 0, 3_000, 50)
                        .killed(1, "m1", 1_000)
                        .healed(1, 2_000)
                        .ended(3_000)
                        .build());
    }

    /** A signal came, and everything was healed. */
    static Report interrupted() {
        return Reporter.report(
                SampleEvidence.drill(),
                EvidenceBuilder.members(3)
                        .steadyWrites(0, 3_000, 10)
                        .killed(1, "m2", 1_000)
                        .event(1_500, new Event.Interrupted("INT"))
                        .healed(1, 1_600)
                        .stalled(2)
                        .ended(3_000)
                        .build());
    }

    /** The heal did not help. */
    static Report unhealed() {
        return Reporter.report(
                SampleEvidence.drill(),
                EvidenceBuilder.members(3)
                        .steadyWrites(0, 3_000, 10)
                        .killed(1, "m2", 1_000)
                        .event(2_000, new Event.NodeUnclean(1, "m2 still refuses connections", "start m2 & wait"))
                        .stalled(2)
                        .ended(3_000)
                        .build());
    }

    /** Acknowledged writes are gone: of 300, only 1, 2 and 3 were found. */
    static Report lost() {
        return Reporter.report(
                SampleEvidence.drill(),
                EvidenceBuilder.members(3)
                        .steadyWrites(0, 3_000, 10)
                        .killed(1, "m2", 1_000)
                        .healed(1, 2_000)
                        .readBack(3_500, 1, 2, 3)
                        .stalled(2)
                        .ended(3_600)
                        .build());
    }

    /** Every text that comes from outside is {@link #HOSTILE}. */
    static Report hostile() {
        Evidence plain = unhealed().evidence();
        RunFacts old = plain.facts();
        RunFacts facts = new RunFacts(
                HOSTILE,
                HOSTILE,
                HOSTILE,
                HOSTILE,
                HOSTILE,
                HOSTILE,
                HOSTILE,
                Instant.EPOCH,
                List.of(new Member(HOSTILE, HOSTILE, URI.create("http://198.18.1.1:2379"))),
                old.timers(),
                old.prediction(),
                HOSTILE,
                List.of(HOSTILE),
                HOSTILE);
        EvidenceBuilder builder = EvidenceBuilder.members(1)
                .says(HOSTILE, HOSTILE, 4, 0, 2_000, 50)
                .event(900, new Event.StepBegan("1", "steady", HOSTILE))
                .event(1_000, new Event.FaultIntended(1, HOSTILE, HOSTILE, HOSTILE, HOSTILE))
                .event(1_100, new Event.NodeUnclean(1, HOSTILE, HOSTILE))
                .event(1_200, new Event.Failed(HOSTILE))
                .doubt(HOSTILE);
        Evidence built = builder.build();
        List<Op> ops = List.of(new Op(
                0,
                0,
                0,
                Op.Kind.WRITE,
                HOSTILE,
                HOSTILE,
                null,
                HOSTILE,
                0,
                0,
                5_000_000,
                new Outcome.Acked(HOSTILE, new Stamp(HOSTILE, 1, 1)),
                null));
        Drill drill = SampleEvidence.drill();
        Drill quoting = new Drill(
                HOSTILE,
                HOSTILE,
                HOSTILE,
                drill.teaches(),
                drill.store(),
                drill.workload(),
                drill.timeline(),
                drill.expect(),
                new Runbook(HOSTILE, HOSTILE, HOSTILE, HOSTILE));
        return Reporter.report(
                quoting, new Evidence(facts, built.journal(), ops, List.of(), built.sightings(), built.doubts()));
    }

    /** As many calls as a long and busy run makes, with latencies all over the picture. */
    static Report busy() {
        List<Op> ops = new ArrayList<>();
        Random random = new Random(7);
        for (int id = 0; id < 120_000; id++) {
            long due = id * 500_000L;
            long done = due + (long) Math.pow(10, 5 + 4 * random.nextDouble());
            Outcome outcome = switch (random.nextInt(4)) {
                case 0 -> new Outcome.Refused("connection refused");
                case 1 -> new Outcome.Unknown("no answer within 1 s");
                default -> new Outcome.Acked("v" + id, new Stamp("m1", 4, id));
            };
            Op.Kind kind = random.nextBoolean() ? Op.Kind.LOCAL_READ : Op.Kind.WRITE;
            ops.add(new Op(id, id % 8, id, kind, "k" + id % 16, "v" + id, null, "m1", due, due, done, outcome, null));
        }
        Evidence quiet = observed().evidence();
        return Reporter.report(
                new Drill(
                        "observe",
                        "A busy run",
                        "",
                        List.of(),
                        "etcd",
                        SampleEvidence.drill().workload(),
                        List.of(),
                        List.of(),
                        new Runbook("", "", "", "")),
                new Evidence(quiet.facts(), quiet.journal(), ops, List.of(), quiet.sightings(), List.of()));
    }

    /** All of the above but the busy one. */
    static List<Report> all() {
        return ALL;
    }

    private static Drill observe() {
        return new Drill(
                "observe",
                "Nothing is broken on purpose",
                "",
                List.of(),
                "etcd",
                SampleEvidence.drill().workload(),
                List.of(new Step.Steady(Duration.ofSeconds(5))),
                List.of(new LostWrites(0), new Linearizable()),
                new Runbook("", "", "", ""));
    }
}
