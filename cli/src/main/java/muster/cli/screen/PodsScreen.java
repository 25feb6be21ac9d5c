package muster.cli.screen;

import java.util.List;
import java.util.Objects;
import muster.kubernetes.postgres.PostgresPod;

/** PostgreSQL in pods on a part of a screen: what the API and its keeper say, and below it what each server says of itself. */
final class PodsScreen {

    private static final int COLUMN = 13;

    private final Style style;

    PodsScreen(Style style) {
        this.style = style;
    }

    /** One cluster. */
    String show(PodsStatus status) {
        StringBuilder screen = new StringBuilder();
        screen.append(style.strong("%s/%s · PostgreSQL in %d pods · %s"
                        .formatted(
                                status.namespace(), status.name(), status.pods().size(), status.keeper())))
                .append("\n\n");
        if (!status.pods().isEmpty()) {
            table(status.pods()).forEach(line -> screen.append(line).append('\n'));
            screen.append('\n');
        }
        if (status.primary() != null) {
            line(screen, "keeper", "%s names %s as the primary".formatted(status.keeper(), status.primary()));
        }
        status.words().forEach(words -> line(screen, "keeper", words));
        status.findings().forEach(words -> line(screen, "found", words));
        status.unseen().forEach(words -> line(screen, "not seen", words));
        if (status.servers() != null) {
            screen.append(screen.toString().endsWith("\n\n") ? "" : "\n")
                    .append(new PostgresScreen(style).show(Objects.requireNonNull(status.servers())));
        }
        return screen.toString().stripTrailing() + "\n";
    }

    private static List<String> table(List<PostgresPod> pods) {
        boolean labelled = pods.stream().anyMatch(pod -> pod.role() != null);
        Table table = labelled
                ? new Table(false, false, false, false, true, false)
                : new Table(false, false, false, false, true);
        if (labelled) {
            table.row("pod", "node", "ready", "phase", "restarts", "label");
        } else {
            table.row("pod", "node", "ready", "phase", "restarts");
        }
        for (PostgresPod pod : pods) {
            String node = Objects.requireNonNullElse(pod.node(), "none");
            String ready = pod.ready() ? "yes" : "no";
            String restarts = Integer.toString(pod.restarts());
            if (labelled) {
                table.row(pod.name(), node, ready, pod.phase(), restarts, Objects.requireNonNullElse(pod.role(), ""));
            } else {
                table.row(pod.name(), node, ready, pod.phase(), restarts);
            }
        }
        return table.lines();
    }

    private static void line(StringBuilder screen, String label, String text) {
        screen.append(Paragraph.beside("  " + label, COLUMN, text)).append('\n');
    }
}
