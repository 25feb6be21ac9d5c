package muster.cli.screen;

import java.util.List;
import java.util.Objects;
import muster.cli.site.PlainHosts;
import muster.cli.site.SiteEntry;
import muster.kubernetes.status.KnownNode;

/** The sites that the operator has named. */
public final class SiteListScreen {

    private static final int COLUMN = 13;

    private final Style style;

    /** @param style how it is painted */
    public SiteListScreen(Style style) {
        this.style = style;
    }

    /** All of them. */
    public String list(List<SiteEntry> sites) {
        if (sites.isEmpty()) {
            return "No site is named yet: muster site add NAME --kubeconfig FILE --context NAME\n";
        }
        Table table = new Table(false, false, false, false).row("site", "what", "door", "may be broken");
        for (SiteEntry site : sites) {
            table.row(
                    site.name(),
                    what(site),
                    site.door(),
                    site.allowance() == null
                            ? "nothing"
                            : Objects.requireNonNull(site.allowance()).words());
        }
        return String.join("\n", table.lines()) + "\n";
    }

    /** One of them. */
    public String show(SiteEntry site, List<KnownNode> nodes) {
        StringBuilder screen = new StringBuilder(style.strong(site.name())).append("\n\n");
        PlainHosts hosts = site.hosts();
        if (hosts == null) {
            line(screen, "kubeconfig", Objects.requireNonNullElse(site.kubeconfig(), ""));
            line(screen, "context", Objects.requireNonNullElse(site.context(), ""));
        }
        line(screen, "door", door(site));
        line(
                screen,
                "allowed",
                site.allowance() == null
                        ? "nothing may be broken (muster site allow %s)".formatted(site.name())
                        : Objects.requireNonNull(site.allowance()).words());
        if (hosts != null) {
            screen.append('\n');
            hosts(hosts).forEach(row -> screen.append(row).append('\n'));
        }
        if (!nodes.isEmpty()) {
            screen.append('\n');
            Table table = new Table(false, false, false, false).row("node", "role", "address", "etcd member");
            nodes.forEach(node -> table.row(
                    node.name(),
                    node.server() ? "server" : "agent",
                    Objects.requireNonNullElse(node.address(), ""),
                    Objects.requireNonNullElse(node.member(), "")));
            table.lines().forEach(row -> screen.append(row).append('\n'));
        }
        return screen.toString();
    }

    private static String what(SiteEntry site) {
        PlainHosts hosts = site.hosts();
        return hosts == null ? "context " + site.context() : hosts.words();
    }

    private static List<String> hosts(PlainHosts hosts) {
        Table table = new Table(false, false, false).row("host", "unit", "clients reach it at");
        hosts.etcd().forEach(each -> table.row(each.node(), hosts.etcdUnit(), way(each)));
        hosts.postgres().forEach(each -> table.row(each.node(), hosts.postgresUnit(), each.url()));
        return table.lines();
    }

    private static String way(PlainHosts.Server server) {
        return server.inner() == null ? server.url() : server.url() + " (ssh tunnel)";
    }

    private static String door(SiteEntry site) {
        return switch (site.door()) {
            case "ssh" -> "ssh -F %s NODE".formatted(site.ssh());
            case "agent" -> "the node agent, through the API";
            default -> "its nodes are not entered";
        };
    }

    private static void line(StringBuilder screen, String label, String text) {
        screen.append(Paragraph.beside("  " + label, COLUMN, text)).append('\n');
    }
}
