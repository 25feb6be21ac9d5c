package muster.engine.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import muster.engine.cluster.Scripts;
import muster.engine.cluster.Site;
import muster.engine.drill.Deed;
import muster.engine.drill.Drill;
import muster.engine.drill.Step;
import muster.engine.fault.Fault;
import muster.engine.fault.Harm;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.engine.history.Prediction;
import muster.engine.history.Quorum;
import muster.engine.history.Sighting;
import muster.engine.history.StoreWords;
import muster.engine.history.Timers;
import muster.engine.history.View;

/** Works out what a drill would do: targets, quorum arithmetic, the window foretold from the timers in force. Touches nothing. */
public final class Planner {

    /** From the start of an etcd process to its first acknowledged write, election apart: 1.9 s was measured; doubled. */
    private static final Duration RESTART = Duration.ofSeconds(4);

    private final Site site;

    /** @param site where the drill would run */
    public Planner(Site site) {
        this.site = site;
    }

    /**
     * The plan.
     *
     * @param view what the members say now
     * @throws OperatorException if the cluster is not healthy, the drill names a member that is not there, or the site cannot do a
     *     fault
     */
    public Plan plan(Drill drill, View view) {
        List<List<Step.Inject>> bouts = bouts(drill.timeline());
        if (bouts.isEmpty()) {
            return plan(
                    drill, "", new Verdict("nothing is broken", false, new Prediction.NoGap()), List.of(), List.of());
        }
        StoreWords words = StoreWords.of(drill.store());
        View.Agreed leader = healthyLeader(view, words);
        List<Plan.PlannedHarm> harms = new ArrayList<>();
        List<Plan.PlannedAct> acts = new PlannedActs(site, view).of(drill.timeline());
        List<Verdict> verdicts = new ArrayList<>();
        for (List<Step.Inject> bout : bouts) {
            Set<String> taken = new LinkedHashSet<>();
            for (Step.Inject inject : bout) {
                harm(inject, view, harms, taken);
            }
            verdicts.add(
                    site.timers() == null
                            ? new Unelected(site.members(), view, leader.leader()).foretell(bout, bouts.size() > 1)
                            : foretell(drill, bout.getFirst(), taken, leader.leader(), bouts.size()));
        }
        String leads = words.reign(leader.leader(), leader.term());
        return plan(drill, leads, leftAlone(withFates(worst(verdicts), drill, view), harms), harms, acts);
    }

    /** What shares its fate with a member that is taken, without being one. */
    private Verdict withFates(Verdict verdict, Drill drill, View view) {
        Targets targets = new Targets(site.members());
        StringBuilder arithmetic = new StringBuilder(verdict.arithmetic());
        drill.injects().stream()
                .flatMap(inject -> targets.resolve(inject.target(), view).stream()
                        .map(member -> inject.fault().lever(member, List.of(member))))
                .map(site::fate)
                .flatMap(Optional::stream)
                .distinct()
                .forEach(fate -> arithmetic.append(" (").append(fate).append(")"));
        return new Verdict(arithmetic.toString(), verdict.exceeds(), verdict.prediction());
    }

    private void harm(Step.Inject inject, View view, List<Plan.PlannedHarm> harms, Set<String> taken) {
        Targets targets = new Targets(site.members());
        List<Member> hit = targets.resolve(inject.target(), view);
        for (Member member : hit) {
            Scripts scripts = site.scripts(inject.fault().lever(member, targets.rest(hit, view)));
            harms.add(new Plan.PlannedHarm(
                    inject.fault().word(),
                    member.name(),
                    member.node(),
                    inject.holds(),
                    Harm.latest(inject.atMost()),
                    scripts.inject(),
                    scripts.heal()));
            if (inject.fault().takesVoter()) {
                taken.add(member.name());
            }
        }
    }

    /** Where the way to the nodes goes with the quorum, nobody but the nodes themselves will heal. */
    private Verdict leftAlone(Verdict verdict, List<Plan.PlannedHarm> harms) {
        Duration most = site.leftAloneAtMost().orElse(null);
        if (most == null || !verdict.exceeds()) {
            return verdict;
        }
        Duration longest = harms.stream()
                .map(Plan.PlannedHarm::healsWithin)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        if (longest.compareTo(most) > 0) {
            throw new OperatorException(
                    "this takes away the way to the nodes of %s, which would then heal by themselves after %d s; at most %d s are allowed"
                            .formatted(site.name(), longest.toSeconds(), most.toSeconds()),
                    "shorten the drill's \"for\", or enter the nodes by ssh: muster site add NAME --ssh CONFIG");
        }
        return new Verdict(
                "%s; the nodes are reached through the API, which goes too: they heal by themselves after %d s at the latest, and until the API is back nothing is proved clean"
                        .formatted(verdict.arithmetic(), longest.toSeconds()),
                true,
                verdict.prediction());
    }

    /** What one fault after the other costs is the most that one of them does: each is healed before the next. */
    private static Verdict worst(List<Verdict> verdicts) {
        return verdicts.stream()
                .max(Comparator.comparing(verdict -> verdict.prediction().allowed()))
                .orElseThrow();
    }

    /** What faults that are open at one time cost. */
    record Verdict(String arithmetic, boolean exceeds, Prediction prediction) {}

    private Plan plan(
            Drill drill, String leader, Verdict verdict, List<Plan.PlannedHarm> harms, List<Plan.PlannedAct> acts) {
        return new Plan(
                drill.name(),
                drill.title(),
                drill.believes(),
                site.name(),
                site.members(),
                leader,
                verdict.arithmetic(),
                verdict.exceeds(),
                verdict.prediction(),
                harms,
                acts,
                drill.length());
    }

    private Verdict foretell(Drill drill, Step.Inject first, Set<String> taken, String leader, int bouts) {
        Quorum whole = new Quorum(site.members().size(), site.members().size());
        Quorum left = new Quorum(whole.voters(), whole.voters() - taken.size());
        boolean recovers = first.steps().stream()
                .anyMatch(step -> step instanceof Step.Act act && act.deed() instanceof Deed.Recover);
        String arithmetic = "%s, quorum %d, tolerates %d; this takes %d%s%s%s"
                .formatted(
                        whole.voters() == 1 ? "1 voter" : whole.voters() + " voters",
                        whole.needed(),
                        whole.tolerates(),
                        taken.size(),
                        bouts > 1 ? " at a time" : "",
                        first.fault() instanceof Fault.QuotaFull ? " and fills every member's database" : "",
                        recovers ? ", until the drill has recovered what is left" : "");
        boolean leased = StoreWords.of(drill.store()).leased();
        Prediction prediction = !left.held()
                ? untilHealed(first)
                : leased && taken.contains(leader)
                        ? new Prediction.LeaseTaken(timers())
                        : cost(first, taken.contains(leader));
        return new Verdict(arithmetic, prediction instanceof Prediction.UntilHealed, prediction);
    }

    /** What a fault costs that leaves a majority. */
    private Prediction cost(Step.Inject inject, boolean leaderTaken) {
        Timers timers = timers();
        Prediction election = leaderTaken ? new Prediction.OneElection(timers) : Prediction.NoGap.under(timers);
        return switch (inject.fault()) {
            // Its followers hear nothing from the last heartbeat on, whether it is dead, stands still or is cut off.
            case Fault.Kill kill -> election;
            case Fault.DiskFull full -> election;
            case Fault.Pause pause -> election;
            case Fault.Isolate isolate -> election;
            case Fault.LoseData lost -> election;
            case Fault.LoseDisk lost -> election;
            case Fault.PowerCut cut -> election;
            case Fault.NodeLoss loss -> election;
            case Fault.NodePartition partition -> election;
            case Fault.Cut cut ->
                switch (cut.from()) {
                    case REST -> election;
                    // The other followers still hear it, and refuse their vote to the one that does not.
                    case ONE -> Prediction.NoGap.under(timers);
                };
            case Fault.Stop _, Fault.Reboot _ ->
                leaderTaken
                        ? new Prediction.Handover(timers.election().minus(timers.heartbeat()))
                        : Prediction.NoGap.under(timers);
            case Fault.QuotaFull full -> untilHealed(inject);
            case Fault.ClockJump jump -> Prediction.NoGap.under(timers);
            case Fault.Settings settings -> Prediction.NoGap.under(timers);
            case Fault.Switchover switchover -> Prediction.NoGap.under(timers);
        };
    }

    private Prediction untilHealed(Step.Inject inject) {
        Duration most =
                inject.length().plus(timers().election().multipliedBy(4)).plus(RESTART);
        return new Prediction.UntilHealed(inject.length(), most);
    }

    private Timers timers() {
        return Objects.requireNonNull(site.timers(), "nobody elects there");
    }

    private View.Agreed healthyLeader(View view, StoreWords words) {
        for (Sighting sighting : view.sightings()) {
            demandSound(sighting);
        }
        if (!view.quorum().full()) {
            String absent = view.sightings().stream()
                    .filter(sighting -> sighting.standing() == null)
                    .map(sighting -> sighting.member())
                    .collect(Collectors.joining(", "));
            throw new OperatorException(
                    site(view) + "%s does not answer; a drill begins with a healthy cluster".formatted(absent), look());
        }
        return switch (view.leadership()) {
            case View.Agreed agreed
            when !view.elects() && agreed.sayers() < view.sightings().size() ->
                throw new OperatorException(
                        "not every %s streams from %s; a drill begins with a healthy cluster"
                                .formatted(words.follower(), agreed.leader()),
                        look());
            case View.Agreed agreed -> agreed;
            case View.Nobody nobody ->
                throw new OperatorException("no %s: %s".formatted(words.leader(), nobody.why()), look());
            case View.Disagreement disagreement ->
                throw new OperatorException(
                        "the %ss disagree about the %s: %s"
                                .formatted(words.member(), words.leader(), disagreement.claims()),
                        look());
        };
    }

    /** One that answers, and not as it should, is told apart from one that does not answer. */
    private void demandSound(Sighting sighting) {
        switch (sighting.said()) {
            case Sighting.Garbled garbled ->
                throw new OperatorException(
                        "%s %s; a drill begins with a healthy cluster".formatted(sighting.member(), garbled.why()),
                        look());
            case Sighting.Standing standing
            when !standing.alarms().isEmpty() ->
                throw new OperatorException(
                        "%s raises an alarm: %s; a drill begins with a healthy cluster"
                                .formatted(sighting.member(), String.join(", ", standing.alarms())),
                        look());
            case Sighting.Standing _, Sighting.Server _, Sighting.Closed _, Sighting.Mute _ -> {}
        }
    }

    /** The command that shows the site's state. */
    private String look() {
        return site.name().equals("lab") ? "muster status" : "muster status --site " + site.name();
    }

    private static String site(View view) {
        return view.elects() ? view.quorum().words() + ": " : "";
    }

    /** The faults of a timeline, those that are open at the same time together, the outer one first. */
    private static List<List<Step.Inject>> bouts(List<Step> steps) {
        List<List<Step.Inject>> bouts = new ArrayList<>();
        for (Step step : steps) {
            switch (step) {
                case Step.Inject inject -> {
                    List<Step.Inject> bout = new ArrayList<>(List.of(inject));
                    bouts(inject.steps()).forEach(bout::addAll);
                    bouts.add(bout);
                }
                case Step.Steady steady -> {}
                case Step.Act act -> {}
                case Step.AwaitRedundancy await -> {}
            }
        }
        return bouts;
    }
}
