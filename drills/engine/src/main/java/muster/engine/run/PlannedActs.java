package muster.engine.run;

import java.util.ArrayList;
import java.util.List;
import muster.engine.cluster.Act;
import muster.engine.cluster.Procedure;
import muster.engine.cluster.Site;
import muster.engine.drill.Step;
import muster.engine.drill.Target;
import muster.engine.history.Member;
import muster.engine.history.View;

/** What a drill would do as an operator does, with the commands for it; its targets by the roles that are played now. */
final class PlannedActs {

    private final Site site;
    private final View view;
    private final Targets targets;

    PlannedActs(Site site, View view) {
        this.site = site;
        this.view = view;
        this.targets = new Targets(site.members());
    }

    List<Plan.PlannedAct> of(List<Step> timeline) {
        List<Plan.PlannedAct> acts = new ArrayList<>();
        collect(timeline, new Target.Hit(), acts);
        return acts;
    }

    private void collect(List<Step> steps, Target around, List<Plan.PlannedAct> acts) {
        for (Step step : steps) {
            switch (step) {
                case Step.Act act -> acts.add(planned(act, act.target() instanceof Target.Hit ? around : act.target()));
                case Step.Inject inject -> collect(inject.steps(), inject.target(), acts);
                case Step.Steady _ -> {}
                case Step.AwaitRedundancy _ -> {}
            }
        }
    }

    private Plan.PlannedAct planned(Step.Act step, Target target) {
        Member member = targets.resolve(target, view).getFirst();
        Act act = Performance.act(step.deed(), member);
        String script = site.procedure(act).map(Procedure::script).orElseGet(() -> site.script(act));
        return new Plan.PlannedAct(step.deed().word(), member.name(), member.node(), script);
    }
}
