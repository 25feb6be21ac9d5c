package muster.pages.view;

import muster.engine.report.Findings;

/**
 * How a run ended, in a word.
 *
 * @param word for people
 * @param css {@code holds}, {@code broken} or {@code undecided}
 * @param mark a sign that stands for it without colour
 */
public record Standing(String word, String css, String mark) {

    /** What the exit code says. */
    public static Standing of(Findings findings) {
        return switch (findings.exit()) {
            case 0 ->
                findings.verdicts().isEmpty()
                        ? new Standing("nothing was judged", "undecided", mark("undecided"))
                        : new Standing("all holds", "holds", mark("holds"));
            case 1 -> new Standing("something is broken", "broken", mark("broken"));
            case 2 -> new Standing("something is undecided", "undecided", mark("undecided"));
            case 3 -> new Standing("the run could not go on", "undecided", mark("undecided"));
            case 4 -> new Standing("something is left unhealed", "broken", mark("broken"));
            case 129, 130, 143 -> new Standing("interrupted, and healed", "undecided", mark("undecided"));
            default -> new Standing("ended by a defect", "broken", mark("broken"));
        };
    }

    /** The sign of a verdict. */
    static String mark(String verdict) {
        return switch (verdict) {
            case "holds" -> "✓";
            case "broken" -> "✕";
            case "undecided" -> "?";
            default -> throw new IllegalArgumentException("no verdict is called " + verdict);
        };
    }
}
