package muster.cli.screen;

import java.util.List;
import java.util.Objects;

/** The state of plain hosts on one screen: each store as anywhere else, and what systemd says beside it. */
public final class HostsScreen {

    private static final int COLUMN = 13;

    private final Style style;

    /** @param style how it is painted */
    public HostsScreen(Style style) {
        this.style = style;
    }

    /** The screen. */
    public String show(HostsStatus status) {
        StringBuilder screen = new StringBuilder();
        if (status.etcd() != null) {
            screen.append(new StatusScreen(style).show(Objects.requireNonNull(status.etcd())));
        }
        if (status.postgres() != null) {
            gap(screen);
            screen.append(new PostgresScreen(style).show(Objects.requireNonNull(status.postgres())));
        }
        if (!status.units().isEmpty()) {
            gap(screen);
            units(status.units()).forEach(line -> screen.append(line).append('\n'));
        }
        gap(screen);
        status.fates().forEach(words -> line(screen, "fate", words));
        status.findings().forEach(words -> line(screen, "found", words));
        status.unseen().forEach(words -> line(screen, "not seen", words));
        if (!status.next().isEmpty()) {
            line(screen, "next", String.join(" · ", status.next()));
        }
        return screen.toString().stripTrailing() + "\n";
    }

    private static void gap(StringBuilder screen) {
        if (!screen.isEmpty()) {
            screen.append('\n');
        }
    }

    private static List<String> units(List<HostsStatus.UnitRow> units) {
        Table table = new Table(false, false, false, true, true).row("host", "unit", "state", "process", "restarts");
        for (HostsStatus.UnitRow row : units) {
            table.row(
                    row.host(),
                    row.unit(),
                    row.state(),
                    row.pid() == null ? "–" : Long.toString(row.pid()),
                    Long.toString(row.restarts()));
        }
        return table.lines();
    }

    private static void line(StringBuilder screen, String label, String text) {
        screen.append(Paragraph.beside("  " + label, COLUMN, text)).append('\n');
    }
}
