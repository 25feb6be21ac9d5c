package muster.engine.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import muster.engine.check.Elections;
import muster.engine.check.Limit;
import muster.engine.check.Linearizable;
import muster.engine.check.LostWrites;
import muster.engine.check.WriteGap;
import muster.engine.drill.Drill;
import muster.engine.drill.Runbook;
import muster.engine.drill.Step;
import muster.engine.drill.Target;
import muster.engine.drill.Workload;
import muster.engine.fault.Fault;
import muster.engine.history.Event;
import muster.engine.history.Evidence;
import muster.engine.history.EvidenceBuilder;
import muster.engine.history.Found;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.engine.history.Sighting;
import muster.engine.history.Span;
import muster.engine.history.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * A run of {@code etcd-leader-kill} as it could have happened, the same each time: m2 leads and is killed at 5 s, m3 leads from
 * 6.02 s, m2 is started at 20 s, all is well at 22.4 s, the load ends at 27.4 s.
 */
public final class SampleEvidence {

    private static final long MILLI = 1_000_000;
    private static final long KILL = 5_000 * MILLI;
    private static final long DISOWNED = 5_930 * MILLI;
    private static final long LEADS = 6_020 * MILLI;
    private static final long RESTART = 20_250 * MILLI;
    private static final long STEP = 5 * MILLI;
    private static final long END = 27_400 * MILLI;

    private final Random random = new Random(42);
    private final EvidenceBuilder builder = EvidenceBuilder.members(3);
    private final Map<String, String> registers = new HashMap<>();
    private long revision = 100;

    private SampleEvidence() {}

    /** A call before the store decided on it. {@code effect} is when it would take effect; negative if it never does. */
    private record Plan(Op draft, long effect) {}

    /** The drill that was run. */
    public static Drill drill() {
        return new Drill(
                "etcd-leader-kill",
                "The etcd leader dies",
                "Losing the leader costs one election without writes, and no acknowledged write.",
                List.of("consensus", "leader-election", "quorum"),
                "etcd",
                new Workload(8, 200, 16, 50, 10, Duration.ofSeconds(1)),
                List.of(
                        new Step.Steady(Duration.ofSeconds(5)),
                        new Step.Inject(new Fault.Kill(), new Target.Leader(), Duration.ofSeconds(15), List.of()),
                        new Step.AwaitRedundancy(Duration.ofSeconds(30)),
                        new Step.Steady(Duration.ofSeconds(5))),
                List.of(new WriteGap(new Limit.Predicted()), new LostWrites(0), new Linearizable(), new Elections(2)),
                new Runbook(
                        "Writes time out for a second or two, then go on.",
                        "muster status: who leads, and in which term.",
                        "If a majority answers, wait for the election; otherwise bring members back.",
                        "muster status says healthy, and the term has grown by one."));
    }

    /** What the run left behind. */
    public static Evidence leaderKill() {
        return new SampleEvidence().make();
    }

    /** The report on it. */
    public static Report report() {
        return Reporter.report(drill(), leaderKill());
    }

    private Evidence make() {
        calls();
        sightings();
        events();
        return builder.build();
    }

    private void calls() {
        List<Plan> plans = new ArrayList<>();
        for (long id = 0; 100 * MILLI + id * STEP < END; id++) {
            plans.add(plan(id));
        }
        Map<Long, Op> done = new HashMap<>();
        plans.stream()
                .filter(plan -> plan.effect() >= 0)
                .sorted(Comparator.comparingLong(Plan::effect))
                .forEach(plan -> done.put(plan.draft().id(), decide(plan)));
        plans.forEach(plan -> builder.op(done.getOrDefault(plan.draft().id(), plan.draft())));
    }

    private Plan plan(long id) {
        int client = (int) (id % 8);
        String endpoint = "m" + (client % 3 + 1);
        long due = 100 * MILLI + id * STEP;
        long sent = due + random.nextLong(20_000, 120_000);
        int dice = random.nextInt(100);
        Op.Kind kind = dice < 50 ? Op.Kind.READ : dice < 90 ? Op.Kind.WRITE : Op.Kind.COMPARE_AND_SET;
        long latency = 1_200_000 + (long) (Math.abs(random.nextGaussian()) * 900_000);
        long effect = sent + latency / 2;
        Op draft = new Op(
                id,
                client,
                id,
                kind,
                "k" + random.nextInt(16),
                kind == Op.Kind.READ ? null : "c" + client + "-" + id,
                null,
                endpoint,
                due,
                sent,
                sent + latency,
                new Outcome.Unknown("no answer within 1 s"),
                null);
        if (endpoint.equals("m2") && sent >= KILL && sent < RESTART) {
            return new Plan(ended(draft, sent + 300_000, new Outcome.Refused("connection refused")), -1);
        }
        if (sent < KILL - 15 * MILLI || sent > LEADS) {
            return new Plan(draft, effect);
        }
        if (sent < KILL) {
            Outcome cut = new Outcome.Unknown("UNAVAILABLE: connection closed");
            long closed = endpoint.equals("m2") ? KILL + 400_000 : sent + 1_000 * MILLI;
            return new Plan(ended(draft, closed, cut), kind == Op.Kind.WRITE ? sent + 100_000 : -1);
        }
        if (sent < DISOWNED) {
            return new Plan(ended(draft, sent + 1_000 * MILLI, draft.outcome()), -1);
        }
        long queued = LEADS + 18 * MILLI + random.nextLong(2 * MILLI);
        return new Plan(ended(draft, queued + 1_000_000, draft.outcome()), queued);
    }

    private Op decide(Plan plan) {
        Op op = plan.draft();
        long term = plan.effect() < LEADS ? 4 : 5;
        boolean heard = op.doneNanos() < KILL || (op.doneNanos() > LEADS && op.sentNanos() > KILL);
        @Nullable String standing = registers.get(op.key());
        String argument = op.argument();
        if (argument == null) {
            return heard
                    ? ended(op, op.doneNanos(), new Outcome.Acked(standing, new Stamp(op.endpoint(), term, revision)))
                    : op;
        }
        boolean swap = op.kind() == Op.Kind.COMPARE_AND_SET;
        boolean fits = !swap || (standing != null && random.nextInt(10) < 7);
        Op asked = swap ? expecting(op, fits && standing != null ? standing : "c0-0") : op;
        if (!fits) {
            return ended(asked, op.doneNanos(), new Outcome.Acked(standing, new Stamp(op.endpoint(), term, revision)));
        }
        registers.put(op.key(), argument);
        revision++;
        builder.found(new Found(op.id(), argument, 1, new Stamp(op.endpoint(), term, revision)));
        return heard
                ? ended(asked, op.doneNanos(), new Outcome.Acked(argument, new Stamp(op.endpoint(), term, revision)))
                : asked;
    }

    private void sightings() {
        for (long at = 0; at < END; at += 25 * MILLI) {
            look("m1", at, at < DISOWNED + 10 * MILLI ? "m2" : at < LEADS + 15 * MILLI ? null : "m3", at >= LEADS);
            look("m2", at + 3 * MILLI, at < KILL ? "m2" : at < RESTART + 110 * MILLI ? null : "m3", at >= LEADS);
            look("m3", at + 6 * MILLI, at < DISOWNED ? "m2" : at < LEADS ? null : "m3", at >= LEADS);
        }
    }

    private void look(String member, long asked, @Nullable String leader, boolean later) {
        boolean dead = member.equals("m2") && asked >= KILL && asked < RESTART;
        long answered = asked + random.nextLong(600_000, 1_600_000);
        Sighting.Said said = dead
                ? new Sighting.Closed("connection refused")
                : EvidenceBuilder.standing(member, leader, later ? 5 : 4);
        builder.sighting(new Sighting(member, asked, answered, said));
    }

    private void events() {
        builder.event(60, new Event.StepBegan("1", "steady", "nothing is done for 5 s"))
                .event(4_990, new Event.StepEnded("1", "5.0 s"))
                .event(4_991, new Event.StepBegan("2", "inject", "kill m2, the leader, for 15 s"))
                .killed(1, "m2", 5_000)
                .event(20_005, new Event.StepEnded("2", "15.0 s"))
                .healed(1, 20_005)
                .event(20_050, new Event.StepBegan("3", "await", "full redundancy within 30 s"))
                .event(
                        22_400,
                        new Event.RedundancyReached(
                                new Span(22_350 * MILLI, 22_400 * MILLI), "3 of 3 voters, nothing behind"))
                .event(22_400, new Event.StepEnded("3", "2.4 s"))
                .event(22_401, new Event.StepBegan("4", "steady", "nothing is done for 5 s"))
                .event(27_401, new Event.StepEnded("4", "5.0 s"))
                .readBack(27_500)
                .event(27_600, new Event.WorkloadRemoved(2_600, 0))
                .event(27_610, new Event.LoadShed(0))
                .stalled(3)
                .ended(27_620);
    }

    private static Op ended(Op op, long doneNanos, Outcome outcome) {
        return new Op(
                op.id(),
                op.client(),
                op.process(),
                op.kind(),
                op.key(),
                op.argument(),
                op.expected(),
                op.endpoint(),
                op.dueNanos(),
                op.sentNanos(),
                doneNanos,
                outcome,
                null);
    }

    private static Op expecting(Op op, String expected) {
        return new Op(
                op.id(),
                op.client(),
                op.process(),
                op.kind(),
                op.key(),
                op.argument(),
                expected,
                op.endpoint(),
                op.dueNanos(),
                op.sentNanos(),
                op.doneNanos(),
                op.outcome(),
                null);
    }
}
