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
     * @param takes what it takes from the cluster, a line for each fault
     * @param heals how that is undone, a line for each way
     * @param seconds how long its own windows last
     */
    public record Summary(
            String name,
            String title,
            String believes,
            List<String> teaches,
            List<String> takes,
            List<String> heals,
            long seconds) {

        /** The summary of a drill. */
        public static Summary of(Drill drill) {
            return new Summary(
                    drill.name(),
                    drill.title(),
                    drill.believes(),
                    drill.teaches(),
                    taken(drill),
                    healed(drill),
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
            harms(screen, drill);
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
        harms(screen, drill);
        add(screen, "lasts", "about %d s".formatted(drill.length().toSeconds()));
        drill.expect().forEach(check -> add(screen, "expects", check.word() + ": " + check.allows()));
        add(screen, "symptom", drill.runbook().symptom());
        add(screen, "first", drill.runbook().first());
        add(screen, "decide", drill.runbook().decide());
        add(screen, "verify", drill.runbook().verify());
        screen.append('\n');
        text.lines().forEach(line -> screen.append(style.faint("  " + line)).append('\n'));
        return screen.toString();
    }

    private static void harms(StringBuilder screen, Drill drill) {
        taken(drill).forEach(line -> add(screen, "takes", line));
        healed(drill).forEach(line -> add(screen, "heals", line));
    }

    private static List<String> taken(Drill drill) {
        return drill.injects().stream()
                .map(inject -> "%s: %s, for %d s"
                        .formatted(
                                inject.target().words(),
                                inject.fault().takes(),
                                inject.holds().toSeconds()))
                .toList();
    }

    private static List<String> healed(Drill drill) {
        return drill.injects().stream()
                .map(inject -> inject.fault().heals())
                .distinct()
                .toList();
    }

    private static void add(StringBuilder screen, String label, String text) {
        screen.append(Paragraph.beside("  " + label, COLUMN, text)).append('\n');
    }
}
