package muster.cli.screen;

import java.util.List;
import muster.engine.drill.Drill;

/** Drills, for choosing one and for reading one. */
public final class DrillScreen {

    private static final int COLUMN = 13;

    private final Style style;

    /** @param style how it is painted */
    public DrillScreen(Style style) {
        this.style = style;
    }

    /**
     * A drill in short.
     *
     * @param name its name
     * @param title its title
     * @param believes the claim it tests
     * @param teaches words it can be found by
     * @param seconds how long its own windows last
     */
    public record Summary(String name, String title, String believes, List<String> teaches, long seconds) {

        /** The summary of a drill. */
        public static Summary of(Drill drill) {
            return new Summary(
                    drill.name(),
                    drill.title(),
                    drill.believes(),
                    drill.teaches(),
                    drill.length().toSeconds());
        }
    }

    /** All of them. */
    public String list(List<Drill> drills) {
        StringBuilder screen = new StringBuilder();
        for (Drill drill : drills) {
            String length = "about %d s".formatted(drill.length().toSeconds());
            String gap = " ".repeat(Math.max(2, Paragraph.COLUMNS - drill.name().length() - length.length()));
            screen.append(style.strong(drill.name())).append(gap).append(length).append('\n');
            add(screen, "", drill.title());
            add(screen, "believes", drill.believes());
            add(screen, "teaches", String.join(", ", drill.teaches()));
            screen.append('\n');
        }
        return screen.append("Next: muster plan NAME · muster run NAME · muster drills show NAME\n")
                .toString();
    }

    /**
     * One of them, with its file.
     *
     * @param text the file as it was read
     */
    public String show(Drill drill, String text) {
        StringBuilder screen = new StringBuilder(style.strong(drill.title())).append('\n');
        add(screen, "name", drill.name());
        add(screen, "believes", drill.believes());
        add(screen, "teaches", String.join(", ", drill.teaches()));
        add(screen, "takes", "about %d s".formatted(drill.length().toSeconds()));
        drill.expect().forEach(check -> add(screen, "expects", check.word() + ": " + check.allows()));
        add(screen, "symptom", drill.runbook().symptom());
        add(screen, "first", drill.runbook().first());
        add(screen, "decide", drill.runbook().decide());
        add(screen, "verify", drill.runbook().verify());
        screen.append('\n');
        text.lines().forEach(line -> screen.append(style.faint("  " + line)).append('\n'));
        return screen.toString();
    }

    private static void add(StringBuilder screen, String label, String text) {
        screen.append(Paragraph.beside("  " + label, COLUMN, text)).append('\n');
    }
}
