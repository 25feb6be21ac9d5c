package muster.cli.screen;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import muster.engine.check.Quantities;
import muster.engine.history.Timers;
import muster.engine.run.Status;
import org.jspecify.annotations.Nullable;

/** The state of a cluster on one screen. */
public final class StatusScreen {

    private final Style style;

    /** @param style how it is painted */
    public StatusScreen(Style style) {
        this.style = style;
    }

    /** The screen. */
    public String show(Status status) {
        StringBuilder screen = new StringBuilder(headline(status)).append("\n\n");
        for (String line : table(status)) {
            screen.append(line).append('\n');
        }
        screen.append('\n');
        line(screen, "raft", status.raft());
        line(screen, "served", status.served());
        status.localReads().forEach(words -> line(screen, "reads", words));
        alarms(status).forEach((alarm, sayers) -> line(screen, "alarm", "%s, says %s".formatted(alarm, sayers)));
        status.members().stream().filter(row -> !row.answers()).forEach(row -> line(screen, row.member(), row.state()));
        if (!status.next().isEmpty()) {
            line(screen, "next", String.join(" · ", status.next()));
        }
        return screen.toString();
    }

    /** Each alarm with those that complain of it: every member says it of the whole cluster. */
    private static Map<String, String> alarms(Status status) {
        Map<String, String> alarms = new LinkedHashMap<>();
        for (Status.Row row : status.members()) {
            row.alarms().forEach(alarm -> alarms.merge(alarm, row.member(), "%s, %s"::formatted));
        }
        return alarms;
    }

    private String headline(Status status) {
        String name = "%s · %s %s · %s%s"
                .formatted(
                        status.site(),
                        status.store(),
                        status.version(),
                        Quantities.count(status.quorum().voters(), "voter"),
                        timers(status.timers()));
        String summary = status.quorum().held()
                ? status.summary()
                : "NO QUORUM: " + status.summary().replace("no quorum: ", "");
        int gap = Paragraph.COLUMNS - name.length() - summary.length();
        String painted = status.exit() == 0 ? style.good(summary) : style.bad(summary);
        return gap >= 2 ? style.strong(name) + " ".repeat(gap) + painted : style.strong(name) + "\n" + painted;
    }

    private static String timers(@Nullable Timers timers) {
        return timers == null
                ? ""
                : " · %d/%d ms"
                        .formatted(
                                timers.heartbeat().toMillis(), timers.election().toMillis());
    }

    private static List<String> table(Status status) {
        Table table = new Table(false, false, true, true, true, true, true, true)
                .row("member", "role", "term", "index", "lag", "database", "asked", "age");
        for (Status.Row row : status.members()) {
            table.row(
                    row.member(),
                    row.answers() ? row.state() : "no answer",
                    row.term() == null ? "" : Long.toString(row.term()),
                    row.index() == null ? "" : grouped(row.index()),
                    lag(row, status),
                    row.databaseBytes() == null ? "" : "%.1f MB".formatted(row.databaseBytes() / 1e6),
                    "%.1f ms".formatted(row.askedNanos() / 1e6),
                    row.ageNanos() == null ? "unheard" : "%.1f s".formatted(row.ageNanos() / 1e9));
        }
        return table.lines();
    }

    private static String lag(Status.Row row, Status status) {
        if (row.member().equals(status.leader())) {
            return "–";
        }
        @Nullable Long lag = row.lag();
        return lag == null ? "?" : grouped(lag);
    }

    private static String grouped(long number) {
        return "%,d".formatted(number).replace(',', ' ');
    }

    private static void line(StringBuilder screen, String label, String text) {
        screen.append(Paragraph.beside("  " + label, 11, text)).append('\n');
    }
}
