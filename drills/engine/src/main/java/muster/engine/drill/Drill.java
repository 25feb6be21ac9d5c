package muster.engine.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import muster.engine.check.Check;

/**
 * What is believed, what is done to find out, and what must then be true.
 *
 * @param name the name of its file without the ending
 * @param title a short sentence
 * @param believes the claim that the drill tests
 * @param teaches words that it can be found by
 * @param store {@code etcd}
 * @param workload the load under which it happens
 * @param timeline the steps, in order; none but an {@link Step.Inject} breaks anything
 * @param expect what is judged
 * @param runbook what an operator does when it happens unasked
 * @param beside stores that live on the same nodes and are watched beside, by their words
 */
public record Drill(
        String name,
        String title,
        String believes,
        List<String> teaches,
        String store,
        Workload workload,
        List<Step> timeline,
        List<Check> expect,
        Runbook runbook,
        List<String> beside) {

    /** Copies the lists. */
    public Drill {
        teaches = List.copyOf(teaches);
        timeline = List.copyOf(timeline);
        expect = List.copyOf(expect);
        beside = List.copyOf(beside);
    }

    /** One that watches nothing beside. */
    public Drill(
            String name,
            String title,
            String believes,
            List<String> teaches,
            String store,
            Workload workload,
            List<Step> timeline,
            List<Check> expect,
            Runbook runbook) {
        this(name, title, believes, teaches, store, workload, timeline, expect, runbook, List.of());
    }

    /** How long its own windows last, without waiting for conditions. */
    public Duration length() {
        return timeline.stream().map(Step::length).reduce(Duration.ZERO, Duration::plus);
    }

    /** Everything that it breaks, in the order of the timeline, an outer one before those within. */
    public List<Step.Inject> injects() {
        return injects(timeline);
    }

    private static List<Step.Inject> injects(List<Step> steps) {
        List<Step.Inject> injects = new ArrayList<>();
        for (Step step : steps) {
            switch (step) {
                case Step.Inject inject -> {
                    injects.add(inject);
                    injects.addAll(injects(inject.steps()));
                }
                case Step.Steady steady -> {}
                case Step.Act act -> {}
                case Step.AwaitRedundancy await -> {}
            }
        }
        return injects;
    }
}
