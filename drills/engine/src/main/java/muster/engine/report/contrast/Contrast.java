package muster.engine.report.contrast;

import java.util.ArrayList;
import java.util.List;
import muster.engine.check.Quantities;

/**
 * Two stores under the same failures.
 *
 * @param schema {@link #SCHEMA}
 * @param left the first store's word
 * @param right the second store's word
 * @param rounds one for each failure
 */
public record Contrast(String schema, String left, String right, List<Round> rounds) {

    /** The version of this record's shape. */
    public static final String SCHEMA = "muster.compare/1";

    /** Copies the list. */
    public Contrast {
        rounds = List.copyOf(rounds);
    }

    /**
     * One failure in both stores.
     *
     * @param scenario which
     * @param left what it cost in the first store
     * @param right what it cost in the second
     * @param sentence what tells them apart
     */
    public record Round(Scenario scenario, Side left, Side right, String sentence) {}

    /**
     * The contrast of two stores.
     *
     * @param runs every run that may go in, newest first
     */
    public static Contrast of(String left, String right, List<Judged> runs) {
        List<Round> rounds = new ArrayList<>();
        for (Scenario scenario : Scenario.values()) {
            Side one = Side.of(left, scenario.drill(left), runs);
            Side other = Side.of(right, scenario.drill(right), runs);
            rounds.add(new Round(scenario, one, other, "%s %s".formatted(sentence(one), sentence(other))));
        }
        return new Contrast(SCHEMA, left, right, rounds);
    }

    /** The drills that must be run before everything can be compared. */
    public List<String> missing() {
        return rounds.stream()
                .flatMap(round -> List.of(round.left(), round.right()).stream())
                .filter(side -> !side.measured())
                .map(Side::drill)
                .toList();
    }

    private static String sentence(Side side) {
        if (!side.measured()) {
            return "%s was not measured.".formatted(side.name());
        }
        return "%s %s, and %s.".formatted(side.name(), paused(side), kept(side));
    }

    /** How long nothing was written; where two primaries took writes, that says nothing, and how long they both did says more. */
    private static String paused(Side side) {
        Spread gap = side.gap();
        if (gap == null) {
            return "had no gap that could be measured";
        }
        Spread both = side.twoLeaders();
        if (both != null && both.medianNanos() > gap.medianNanos()) {
            return "had two leaders at once for %s and paused for at most %s"
                    .formatted(both.words(), Quantities.length(gap.mostNanos()));
        }
        Spread ordered = side.ordered();
        return "took no write for %s%s"
                .formatted(
                        gap.words(),
                        ordered == null
                                ? ""
                                : " (the order to promote came %s after the failure)"
                                        .formatted(Quantities.length(ordered.medianNanos())));
    }

    private static String kept(Side side) {
        String all = Quantities.count(side.acknowledged(), "acknowledged write");
        List<String> missing = new ArrayList<>();
        if (side.lost() > 0) {
            missing.add("lost %s".formatted(Quantities.grouped(side.lost())));
        }
        if (side.diverged() > 0) {
            missing.add("kept %s only on the side that lost, where they were salvaged"
                    .formatted(Quantities.grouped(side.diverged())));
        }
        return missing.isEmpty() ? "kept all of " + all : "of %s %s".formatted(all, String.join(" and ", missing));
    }
}
