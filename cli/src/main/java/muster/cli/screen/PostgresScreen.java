package muster.cli.screen;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import muster.postgres.status.Finding;
import muster.postgres.status.PostgresStatus;
import org.jspecify.annotations.Nullable;

/** The state of a PostgreSQL cluster on one screen. */
public final class PostgresScreen {

    private static final int COLUMN = 15;

    private final Style style;

    /** @param style how it is painted */
    public PostgresScreen(Style style) {
        this.style = style;
    }

    /** The screen. */
    public String show(PostgresStatus status) {
        StringBuilder screen = new StringBuilder(headline(status)).append("\n\n");
        for (String line : table(status)) {
            screen.append(line).append('\n');
        }
        screen.append('\n');
        if (status.fork() != null) {
            line(screen, "fork", status.fork());
        }
        status.findings().forEach(finding -> line(screen, label(finding.kind()), finding.words()));
        status.servers().stream()
                .filter(row -> !row.answers() && row.ageNanos() != null)
                .forEach(row -> line(
                        screen,
                        row.server(),
                        "last heard %.1f s ago".formatted(Objects.requireNonNull(row.ageNanos()) / 1e9)));
        line(screen, "streams", status.streams());
        line(screen, "commits", status.commits());
        line(screen, "tolerates", status.tolerates());
        slots(screen, status);
        line(screen, "system", systems(status));
        if (!status.next().isEmpty()) {
            line(screen, "next", String.join(" · ", status.next()));
        }
        return screen.toString();
    }

    private String headline(PostgresStatus status) {
        String name = "%s · PostgreSQL %s · %d servers"
                .formatted(status.site(), status.version(), status.servers().size());
        int gap = Paragraph.COLUMNS - name.length() - status.summary().length();
        String painted = status.exit() == 0 ? style.good(status.summary()) : style.bad(status.summary());
        return gap >= 2 ? style.strong(name) + " ".repeat(gap) + painted : style.strong(name) + "\n" + painted;
    }

    private static String label(Finding.Kind kind) {
        return switch (kind) {
            case SPLIT_BRAIN -> "split brain";
            case DIFFERENT_CLUSTERS -> "clusters";
            case NO_PRIMARY -> "primary";
            case COMMITS_WAIT -> "waiting";
            case ZOMBIE_STANDBY -> "zombie";
            case SERVER_DOWN -> "down";
            case SLOT -> "slot";
            case REPLAY_PAUSED -> "paused";
            case NO_REWIND -> "rewind";
        };
    }

    private static List<String> table(PostgresStatus status) {
        boolean split = status.fork() != null;
        Table table = new Table(false, false, true, true, true, false, true, true)
                .row("server", "role", "timeline", "LSN", split ? "past the fork" : "lag", "sync", "clients", "asked");
        for (PostgresStatus.Row row : status.servers()) {
            table.row(
                    row.server(),
                    row.answers() ? row.state() : "no answer",
                    row.timeline() == null ? "" : Integer.toString(row.timeline()),
                    Objects.requireNonNullElse(row.lsn(), ""),
                    split ? bytes(row.pastForkBytes()) : lag(row),
                    Objects.requireNonNullElse(row.sync(), row.answers() ? "–" : ""),
                    row.clients() == null ? "" : Integer.toString(row.clients()),
                    "%.1f ms".formatted(row.askedNanos() / 1e6));
        }
        return table.lines();
    }

    private static String lag(PostgresStatus.Row row) {
        if (!row.answers()) {
            return "";
        }
        if (row.state().equals("primary")) {
            return "–";
        }
        if (row.lagBytes() == null) {
            return "?";
        }
        String bytes = bytes(row.lagBytes());
        return row.lagSeconds() == null ? bytes : "%s, %.1f s".formatted(bytes, row.lagSeconds());
    }

    private static String bytes(@Nullable Long bytes) {
        if (bytes == null) {
            return "–";
        }
        return bytes < 100_000 ? bytes + " B" : "%.1f MB".formatted(bytes / 1e6);
    }

    private static void slots(StringBuilder screen, PostgresStatus status) {
        String slots = status.servers().stream()
                .filter(row -> !row.slots().isEmpty())
                .map(row -> "at %s: %s".formatted(row.server(), String.join(", ", row.slots())))
                .collect(Collectors.joining("; "));
        line(screen, "slots", slots.isEmpty() ? "none" : slots);
    }

    private static String systems(PostgresStatus status) {
        List<String> systems = status.servers().stream()
                .map(PostgresStatus.Row::systemIdentifier)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return systems.isEmpty() ? "unknown" : String.join(", ", systems);
    }

    private static void line(StringBuilder screen, String label, String text) {
        screen.append(Paragraph.beside("  " + label, COLUMN, text)).append('\n');
    }
}
