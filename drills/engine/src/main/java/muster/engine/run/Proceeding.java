package muster.engine.run;

import java.time.Duration;
import muster.engine.cluster.Procedure;
import muster.engine.cluster.Shell;
import muster.engine.drill.Step;
import muster.engine.fault.Guard;
import muster.engine.fault.Scene;
import muster.engine.history.ClusterException;
import muster.engine.history.Event;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.engine.history.Span;

/** One act that takes several nodes: its steps go through the guards of their nodes, and each is an event by itself. */
final class Proceeding implements Procedure.Witness {

    private final Scene scene;
    private final String place;
    private final Step.Act step;
    private int steps;

    Proceeding(Scene scene, String place, Step.Act step) {
        this.scene = scene;
        this.place = place;
        this.step = step;
    }

    /**
     * Performs it.
     *
     * @throws ClusterException if it did not come to its end; what is then left of it is an event
     * @throws InterruptedException if this thread was interrupted, and nothing of it is left done
     */
    void perform(Member member, Procedure procedure) throws InterruptedException {
        String words = "%s %s".formatted(step.deed().word(), member.name());
        note(new Event.StepBegan(place, "act", words));
        note(new Event.ActBegan(place, step.deed().word(), member.name(), procedure.script()));
        long began = now();
        long end = began + step.within().toNanos();
        try {
            String said = procedure.perform((node, script, limit) -> through(node, script, limit, end), this);
            note(new Event.ActDone(place, new Span(began, now()), said));
            note(new Event.StepEnded(place, said));
        } catch (ClusterException | OperatorException e) {
            note(new Event.ActFailed(place, String.valueOf(e.getMessage())));
            throw new ClusterException("%s failed: %s".formatted(words, e.getMessage()), e);
        } finally {
            procedure
                    .left()
                    .ifPresent(remedy ->
                            note(new Event.ActLeft(place, "%s has not come to its end".formatted(words), remedy)));
        }
    }

    @Override
    public void begins(String word, String text) {
        steps++;
        note(new Event.StepBegan(inner(), word, text));
    }

    @Override
    public void done(String words) {
        note(new Event.StepEnded(inner(), words));
    }

    private Shell.Result through(String node, String script, Duration limit, long end) throws InterruptedException {
        Duration left = Duration.ofNanos(end - now());
        if (!left.isPositive()) {
            throw new ClusterException("it took longer than the %d s that the drill allows"
                    .formatted(step.within().toSeconds()));
        }
        Guard guard = new Guard(scene.site(), node);
        Shell.Result result = guard.act(scene.token(), script, limit.compareTo(left) < 0 ? limit : left);
        return result.ok() ? result : new Shell.Result(result.exit(), "", guard.why(result));
    }

    private String inner() {
        return "%s.%d".formatted(place, steps);
    }

    private void note(Event event) {
        scene.journal().accept(event);
    }

    private long now() {
        return scene.clock().getAsLong();
    }
}
