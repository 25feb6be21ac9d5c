package muster.engine.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Scripts;
import muster.engine.drill.Step;
import muster.engine.fault.Harm;
import muster.engine.fault.Injection;
import muster.engine.fault.Scene;
import muster.engine.history.Event;
import muster.engine.history.Member;
import muster.engine.history.Span;
import muster.engine.history.StoreWords;
import muster.engine.history.View;

/** Plays the steps of a drill, one after the other; what is injected is healed in reverse order however its step ends. */
final class Timeline {

    private static final Duration SLICE = Duration.ofMillis(50);

    /** Says that the recording has failed, so that a drill whose evidence is lost does not go on. */
    interface Alarm {
        void check() throws IOException;
    }

    private final Scene scene;
    private final Pulse pulse;
    private final Alarm alarm;
    private final Performance performance;
    private final Deque<Member> hit = new ArrayDeque<>();
    private final StoreWords words;
    private int injections;

    Timeline(Scene scene, StoreWords words, Pulse pulse, Alarm alarm) {
        this.words = words;
        this.scene = scene;
        this.pulse = pulse;
        this.alarm = alarm;
        this.performance = new Performance(scene, pulse);
    }

    /**
     * Plays all steps.
     *
     * @throws InterruptedException if this thread was interrupted; everything has then been healed
     */
    void play(List<Step> steps) throws InterruptedException {
        play(steps, "");
    }

    private void play(List<Step> steps, String prefix) throws InterruptedException {
        int number = 0;
        for (Step step : steps) {
            number++;
            String place = prefix + number;
            switch (step) {
                case Step.Steady steady -> steady(place, steady);
                case Step.Inject inject -> inject(place, inject);
                case Step.Act act -> performance.perform(place, act, hit);
                case Step.AwaitRedundancy await -> await(place, await);
            }
        }
    }

    private void steady(String place, Step.Steady steady) throws InterruptedException {
        note(new Event.StepBegan(
                place, "steady", "%d s".formatted(steady.length().toSeconds())));
        long writes = pulse.writesAcknowledged();
        long reads = pulse.readsAcknowledged();
        long failed = pulse.failed();
        pauseUntil(now() + steady.length().toNanos());
        note(new Event.StepEnded(
                place,
                "%d writes, %d reads, %d failed"
                        .formatted(
                                pulse.writesAcknowledged() - writes,
                                pulse.readsAcknowledged() - reads,
                                pulse.failed() - failed)));
    }

    private void inject(String place, Step.Inject inject) throws InterruptedException {
        View view = look();
        performance.faultBegins(view);
        Targets targets = new Targets(scene.site().members());
        List<Member> members = targets.resolve(inject.target(), view);
        List<Member> rest = targets.rest(members, view);
        String names = String.join(", ", members.stream().map(Member::name).toList());
        note(new Event.StepBegan(
                place,
                "inject",
                "%s %s for %d s"
                        .formatted(inject.fault().word(), names, inject.holds().toSeconds())));
        Deque<Injection> open = new ArrayDeque<>();
        try {
            List<Harm> harms =
                    members.stream().map(member -> harm(inject, member, rest)).toList();
            int first = injections + 1;
            injections += harms.size();
            Injection.open(scene, harms, first).forEach(open::push);
            long until = now() + inject.holds().toNanos();
            hit.push(members.getFirst());
            play(inject.steps(), place + ".");
            if (!inject.overtaken()) {
                pauseUntil(until);
            }
        } finally {
            hit.remove(members.getFirst());
            if (hit.isEmpty()) {
                performance.faultEnds();
            }
            closeAll(open);
        }
        note(new Event.StepEnded(place, "%s healed".formatted(names)));
    }

    /** A drill may begin by breaking something, before every member was asked for the first time. */
    private View look() throws InterruptedException {
        long limit = now() + Lookout.DEADLINE.toNanos();
        while (pulse.view().sightings().size() < scene.site().members().size() && now() < limit) {
            pauseUntil(now() + Lookout.PERIOD.toNanos());
        }
        return pulse.view();
    }

    private Harm harm(Step.Inject inject, Member member, List<Member> rest) {
        Lever lever = inject.fault().lever(member, rest);
        Scripts scripts = scene.site().scripts(lever);
        return new Harm(
                inject.fault().word(),
                member,
                scripts,
                scene.site().order(lever).orElse(null),
                healsWithin(inject),
                inject.fault().away(),
                inject.fault().byHand());
    }

    /** A person takes their time, before and after. */
    private static Duration healsWithin(Step.Inject inject) {
        Duration needed = Harm.latest(inject.atMost());
        return inject.fault().byHand() ? needed.plus(inject.fault().away()) : needed;
    }

    private static void closeAll(Deque<Injection> open) {
        RuntimeException trouble = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (RuntimeException e) {
                trouble = e;
            }
        }
        if (trouble != null) {
            throw trouble;
        }
    }

    private void await(String place, Step.AwaitRedundancy await) throws InterruptedException {
        note(new Event.StepBegan(
                place,
                "await",
                "full redundancy within %d s".formatted(await.within().toSeconds())));
        Redundancy redundancy = new Redundancy(scene.site().members(), words);
        long limit = now() + await.within().toNanos();
        long lastMissing = now();
        while (true) {
            long looked = now();
            Redundancy.State state = redundancy.judge(pulse.view());
            if (state.full()) {
                note(new Event.RedundancyReached(new Span(lastMissing, now()), state.text()));
                note(new Event.StepEnded(place, state.text()));
                return;
            }
            if (now() > limit) {
                note(new Event.RedundancyMissed(state.text()));
                note(new Event.StepEnded(place, "not reached: " + state.text()));
                return;
            }
            lastMissing = looked;
            pauseUntil(now() + Lookout.PERIOD.toNanos());
        }
    }

    private void pauseUntil(long untilNanos) throws InterruptedException {
        while (true) {
            try {
                alarm.check();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            long left = untilNanos - now();
            if (left <= 0) {
                return;
            }
            Thread.sleep(Duration.ofNanos(Math.min(left, SLICE.toNanos())));
        }
    }

    private void note(Event event) {
        scene.journal().accept(event);
    }

    private long now() {
        return scene.clock().getAsLong();
    }
}
