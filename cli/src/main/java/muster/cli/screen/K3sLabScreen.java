package muster.cli.screen;

import muster.lab.k3s.K3sStatus;

/** The lab as a K3s cluster: its machines, and how they are reached. */
public final class K3sLabScreen {

    private final Style style;

    /** @param style how it is painted */
    public K3sLabScreen(Style style) {
        this.style = style;
    }

    /**
     * The screen.
     *
     * @param site what it is called among the sites
     */
    public String show(K3sStatus status, String site) {
        StringBuilder screen = new StringBuilder(style.strong("lab · " + status.shape()))
                .append('\n')
                .append(style.faint(status.version()))
                .append("\n\n");
        Table table = new Table(false, false, false).row("server", "address", "process");
        for (K3sStatus.ServerState server : status.servers()) {
            table.row(server.name(), server.address(), server.running() ? String.valueOf(server.pid()) : "OFF");
        }
        table.lines().forEach(line -> screen.append(line).append('\n'));
        return screen.append("""

                  muster status --site %s
                  kubectl --kubeconfig '%s' get nodes
                  ssh -F '%s' n1
                """.formatted(site, status.kubeconfig(), status.ssh()))
                .toString();
    }
}
