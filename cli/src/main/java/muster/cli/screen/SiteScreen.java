package muster.cli.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import muster.engine.check.Quantities;
import muster.kubernetes.status.SiteStatus;
import org.jspecify.annotations.Nullable;

/** The state of a K3s cluster on one screen; its etcd is shown as any other. */
public final class SiteScreen {

    private static final int COLUMN = 13;

    /** From here on an age is told in minutes, and in hours and days likewise. */
    private static final long SHORT = 120;

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private final Style style;

    /** @param style how it is painted */
    public SiteScreen(Style style) {
        this.style = style;
    }

    /** The screen. */
    public String show(SiteReport report) {
        SiteStatus status = report.cluster();
        StringBuilder screen = new StringBuilder(headline(status, report.exit())).append('\n');
        screen.append(style.faint(
                        status.server() == null
                                ? "context %s; no API server answers".formatted(status.context())
                                : "context %s, answered by %s".formatted(status.context(), status.server())))
                .append('\n');
        block(screen, nodes(status));
        if (status.etcd() != null) {
            screen.append('\n').append(new StatusScreen(style).show(Objects.requireNonNull(status.etcd())));
        }
        for (PodsStatus postgres : report.postgres()) {
            screen.append('\n').append(new PodsScreen(style).show(postgres));
        }
        block(screen, leases(status));
        screen.append('\n');
        report.fates().forEach(words -> line(screen, "fate", words));
        status.findings().forEach(words -> line(screen, "found", words));
        line(screen, "datastore", status.datastore().words());
        line(screen, "tolerates", status.tolerance());
        status.unseen().forEach(words -> line(screen, "not seen", words));
        if (!status.next().isEmpty()) {
            line(screen, "next", String.join(" · ", status.next()));
        }
        return screen.toString();
    }

    private String headline(SiteStatus status, int exit) {
        String name = "%s · %s · %s · %s"
                .formatted(
                        status.site(),
                        status.version() == null ? "K3s" : product(Objects.requireNonNull(status.version())),
                        Quantities.count(status.nodes().size(), "node"),
                        status.datastore().title());
        int gap = Paragraph.COLUMNS - name.length() - status.summary().length();
        String painted = switch (exit) {
            case 0 -> style.good(status.summary());
            case 2 -> style.doubtful(status.summary());
            default -> style.bad(status.summary());
        };
        return gap >= 2 ? style.strong(name) + " ".repeat(gap) + painted : style.strong(name) + "\n" + painted;
    }

    /** K3s puts its own name behind Kubernetes's version. */
    private static String product(String version) {
        return (version.contains("+k3s") ? "K3s " : "Kubernetes ") + version;
    }

    private static List<String> nodes(SiteStatus status) {
        if (status.nodes().isEmpty()) {
            return List.of();
        }
        Table table = new Table(false, false, false, true, false, true, false, false)
                .row("node", "role", "ready", "heard", "k3s", "restarts", "etcd member", "voter, told");
        for (SiteStatus.NodeRow row : status.nodes()) {
            table.row(
                    row.node(),
                    row.server() ? "server" : "agent",
                    ready(row.ready()),
                    row.heartbeatSeconds() == null ? "?" : age(row.heartbeatSeconds()),
                    row.server() ? Objects.requireNonNullElse(row.unit(), "?") : "",
                    row.restarts() == null ? "" : Long.toString(row.restarts()),
                    Objects.requireNonNullElse(row.member(), row.server() ? "–" : ""),
                    voter(row.voter()));
        }
        return table.lines();
    }

    private static String ready(@Nullable String status) {
        return switch (status) {
            case "True" -> "yes";
            case "False" -> "NO";
            case null -> "?";
            default -> "UNKNOWN";
        };
    }

    /** Membership as it was told some time ago: no sign of life. */
    private static String voter(SiteStatus.@Nullable VoterRow voter) {
        if (voter == null) {
            return "";
        }
        String told = voter.ageSeconds() == null ? "some time ago" : age(voter.ageSeconds()) + " ago";
        return "%s, %s".formatted(voter.status().equals("True") ? "yes" : "no", told);
    }

    private static List<String> leases(SiteStatus status) {
        Table table =
                new Table(false, false, true, true, true).row("lease", "holder", "renewed", "held for", "transitions");
        List<SiteStatus.LeaseRow> servers = new ArrayList<>();
        for (SiteStatus.LeaseRow row : status.leases()) {
            if (row.lease().startsWith("apiserver-")) {
                servers.add(row);
                continue;
            }
            table.row(
                    row.lease(),
                    row.node() == null ? "nobody" : Objects.requireNonNull(row.node()),
                    row.renewedSeconds() == null ? "?" : age(row.renewedSeconds()),
                    row.heldSeconds() == null ? "?" : age(row.heldSeconds()),
                    Integer.toString(row.transitions()));
        }
        if (!servers.isEmpty()) {
            long alive = servers.stream().filter(row -> !row.expired()).count();
            table.row("apiserver-…", "%d of %d in time".formatted(alive, servers.size()));
        }
        List<String> lines = table.lines();
        return lines.size() == 1 ? List.of() : lines;
    }

    private static String age(long seconds) {
        if (seconds < SHORT) {
            return seconds + " s";
        }
        if (seconds < 2 * HOUR) {
            return seconds / MINUTE + " min";
        }
        return seconds < 2 * DAY ? seconds / HOUR + " h" : seconds / DAY + " d";
    }

    private static void block(StringBuilder screen, List<String> lines) {
        if (!lines.isEmpty()) {
            screen.append('\n');
            lines.forEach(line -> screen.append(line).append('\n'));
        }
    }

    private static void line(StringBuilder screen, String label, String text) {
        screen.append(Paragraph.beside("  " + label, COLUMN, text)).append('\n');
    }
}
