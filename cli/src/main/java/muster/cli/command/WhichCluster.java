package muster.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import muster.cli.Workbench;
import muster.engine.history.OperatorException;
import muster.kubernetes.Kubeconfig;
import muster.lab.Lab;

/** Without a lab and without a flag nothing is looked at: which cluster would be, is said. */
final class WhichCluster {

    private WhichCluster() {}

    /** @throws OperatorException if no lab is up, naming what could be looked at instead */
    static void demandLab(Workbench workbench, String command) {
        if (workbench.lab().isPresent()) {
            return;
        }
        if (workbench.k3sLab().isPresent()) {
            throw new OperatorException(
                    "the lab that is up is a K3s cluster: the site " + LabOfK3s.SITE,
                    "%s --site %s".formatted(command, LabOfK3s.SITE));
        }
        List<String> sites = workbench.sites().names();
        if (!sites.isEmpty()) {
            throw new OperatorException(
                    "no lab is up, and no site is named; there is " + String.join(", ", sites),
                    "%s --site %s".formatted(command, sites.getFirst()));
        }
        Path file = SiteFlags.usual(workbench.environment());
        if (Files.isRegularFile(file)) {
            Kubeconfig kubeconfig = Kubeconfig.read(file, null);
            throw new OperatorException(
                    "no lab is up, and no cluster is named; %s has the context %s, at %s"
                            .formatted(workbench.shorten(file), kubeconfig.context(), kubeconfig.server()),
                    "%s --context %s, or: muster lab up".formatted(command, kubeconfig.context()));
        }
        Lab.require(workbench.state().lab());
    }
}
