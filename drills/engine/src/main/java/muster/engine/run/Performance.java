package muster.engine.run;

import java.time.Duration;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import muster.engine.cluster.Act;
import muster.engine.cluster.Procedure;
import muster.engine.cluster.Shell;
import muster.engine.drill.Deed;
import muster.engine.drill.Step;
import muster.engine.drill.Target;
import muster.engine.fault.Guard;
import muster.engine.fault.Scene;
import muster.engine.history.ClusterException;
import muster.engine.history.Event;
import muster.engine.history.Member;
import muster.engine.history.Span;
import muster.engine.history.View;
import org.jspecify.annotations.Nullable;

/**
 * Does what an operator would do, and notes when it was ordered and when it was done. It goes through the guard of the member's node, which
 * refuses it once the site's lock is not ours any more.
 */
final class Performance {

    private final Scene scene;
    private final Pulse pulse;
    private @Nullable View before;

    Performance(Scene scene, Pulse pulse) {
        this.scene = scene;
        this.pulse = pulse;
    }

    /** While something is broken nobody may lead: the roles in acts are those from before the outermost fault. */
    void faultBegins(View view) {
        if (before == null) {
            before = view;
        }
    }

    /** Roles are those of the moment again. */
    void faultEnds() {
        before = null;
    }

    /**
     * Performs one act.
     *
     * @param hit whom the faults around the step hit, the innermost first
     * @throws ClusterException if it was refused, or could not be done in time
     * @throws InterruptedException if this thread is interrupted; the command is killed
     */
    void perform(String place, Step.Act step, Deque<Member> hit) throws InterruptedException {
        Member member = member(step.target(), hit);
        Act act = act(step.deed(), member);
        Optional<Procedure> procedure = scene.site().procedure(act);
        if (procedure.isPresent()) {
            new Proceeding(scene, place, step).perform(member, procedure.get());
            return;
        }
        String script = scene.site().script(act);
        String words = "%s %s".formatted(step.deed().word(), member.name());
        note(new Event.StepBegan(place, "act", words));
        note(new Event.ActBegan(place, step.deed().word(), member.name(), script));
        long began = now();
        Guard guard = new Guard(scene.site(), member.node());
        Shell.Result result = act(guard, place, script, step.within());
        if (!result.ok()) {
            note(new Event.ActFailed(place, guard.why(result)));
            throw new ClusterException("%s failed: %s".formatted(words, guard.why(result)));
        }
        note(new Event.ActDone(place, new Span(began, now()), result.words()));
        note(new Event.StepEnded(place, result.words()));
    }

    private Shell.Result act(Guard guard, String place, String script, Duration within) throws InterruptedException {
        try {
            return guard.act(scene.token(), script, within);
        } catch (ClusterException e) {
            note(new Event.ActFailed(place, String.valueOf(e.getMessage())));
            throw e;
        }
    }

    private Member member(Target target, Deque<Member> hit) {
        if (target instanceof Target.Hit && !hit.isEmpty()) {
            return hit.getFirst();
        }
        View view = Objects.requireNonNullElseGet(before, pulse::view);
        return new Targets(scene.site().members()).resolve(target, view).getFirst();
    }

    static Act act(Deed deed, Member member) {
        return switch (deed) {
            case Deed.Promote promote -> new Act.Promote(member);
            case Deed.Rejoin rejoin -> new Act.Rejoin(member);
            case Deed.Rebuild rebuild -> new Act.Rebuild(member);
            case Deed.Replace replace -> new Act.Replace(member);
            case Deed.CancelWaiting cancel -> new Act.CancelWaiting(member);
            case Deed.Snapshot snapshot -> new Act.Snapshot(member);
            case Deed.Recover recover -> new Act.Recover(member);
            case Deed.Restore restore -> new Act.Restore(member);
        };
    }

    private void note(Event event) {
        scene.journal().accept(event);
    }

    private long now() {
        return scene.clock().getAsLong();
    }
}
