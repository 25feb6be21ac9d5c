package muster.cli.screen;

import java.util.stream.Collectors;
import muster.engine.run.Plan;

/** What a drill is about to do. */
public final class PlanScreen {

    private static final int COLUMN = 13;

    private final Style style;

    /** @param style how it is painted */
    public PlanScreen(Style style) {
        this.style = style;
    }

    /** The drill, its claim, the arithmetic and the prediction. */
    public String show(Plan plan) {
        StringBuilder screen = new StringBuilder(style.strong(plan.title())).append('\n');
        add(screen, "believes", plan.believes());
        add(screen, "plan", words(plan));
        return screen.toString();
    }

    /** The same with every command that will run. */
    public String showCommands(Plan plan) {
        StringBuilder screen = new StringBuilder(show(plan));
        for (Plan.PlannedHarm harm : plan.harms()) {
            screen.append('\n');
            add(
                    screen,
                    harm.fault(),
                    "%s for %d s. %s heals it by itself after %d s at the latest."
                            .formatted(
                                    harm.member(),
                                    harm.holds().toSeconds(),
                                    harm.node(),
                                    harm.healsWithin().toSeconds()));
            indent(screen, "inject", harm.inject());
            indent(screen, "heal", harm.heal());
        }
        for (Plan.PlannedAct act : plan.acts()) {
            screen.append('\n');
            add(screen, act.act(), "%s, on %s. Nothing undoes it.".formatted(act.member(), act.node()));
            indent(screen, "act", act.script());
        }
        return screen.toString();
    }

    private static String words(Plan plan) {
        String foretold = plan.prediction().words();
        String sentence = Character.toUpperCase(foretold.charAt(0)) + foretold.substring(1) + ".";
        if (plan.harms().isEmpty()) {
            return "Nothing is broken; what happens meanwhile is recorded.";
        }
        String whom = plan.harms().stream().map(Plan.PlannedHarm::member).collect(Collectors.joining(", "));
        String warning = plan.exceeds() ? " It takes more than the cluster tolerates." : "";
        long healsWithin = plan.harms().stream()
                .mapToLong(harm -> harm.healsWithin().toSeconds())
                .max()
                .orElse(0);
        return "%s. %s: %s.%s %s About %d s in all; each node heals by itself after %d s at the latest."
                .formatted(
                        plan.leader(),
                        plan.arithmetic(),
                        whom,
                        warning,
                        sentence,
                        plan.length().toSeconds(),
                        healsWithin);
    }

    private void indent(StringBuilder screen, String label, String script) {
        screen.append("  ").append(style.faint(label)).append('\n');
        script.strip()
                .lines()
                .forEach(line -> screen.append("    ").append(line).append('\n'));
    }

    private static void add(StringBuilder screen, String label, String text) {
        screen.append(Paragraph.beside("  " + label, COLUMN, text)).append('\n');
    }
}
