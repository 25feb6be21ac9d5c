package muster.cli.command;

import java.nio.file.Path;
import java.util.List;
import muster.cli.Workbench;
import muster.kubernetes.NodeDoors;
import muster.kubernetes.agent.AgentDoors;
import muster.kubernetes.ssh.SshDoors;
import muster.kubernetes.status.ApiAddresses;
import org.jspecify.annotations.Nullable;

/** The way into a site's nodes, as its owner named it. */
final class SiteDoors {

    private SiteDoors() {}

    /** Connects to nothing yet; null if no way was named. */
    static @Nullable NodeDoors of(Workbench workbench, SiteFlags.Place place) {
        Path ssh = place.ssh();
        if (ssh != null) {
            return new SshDoors(ssh, workbench.state().connections());
        }
        if (!place.agent()) {
            return null;
        }
        return new AgentDoors(
                place.kubeconfig(),
                () -> ApiAddresses.of(
                        place.kubeconfig(), place.added() ? workbench.sites().nodes(place.name()) : List.of()));
    }
}
