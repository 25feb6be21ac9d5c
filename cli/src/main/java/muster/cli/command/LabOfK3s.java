package muster.cli.command;

import java.nio.file.Path;
import java.util.List;
import muster.cli.Terminal;
import muster.cli.Workbench;
import muster.cli.screen.LiveLine;
import muster.cli.site.SiteBook;
import muster.cli.site.SiteEntry;
import muster.engine.history.OperatorException;
import muster.kubernetes.status.SiteSight;
import muster.lab.Lab;
import muster.lab.LabFolder;
import muster.lab.k3s.K3sLab;
import muster.lab.k3s.K3sOrder;

/**
 * The lab as a K3s cluster: brought up and down before the operator's eyes, and a site like any other meanwhile, on which everything may
 * be broken.
 */
final class LabOfK3s {

    /** What it is called among the sites. */
    static final String SITE = "lab-k3s";

    private static final String CONTEXT = "default";

    private final Workbench workbench;
    private String told = "";

    LabOfK3s(Workbench workbench) {
        this.workbench = workbench;
    }

    /** True if a site was the lab and is no more: what was done to it is gone with it. */
    static boolean gone(Workbench workbench, String site) {
        return isLab(site) && workbench.k3sLab().isEmpty();
    }

    /** True if a site is the lab, this one or an earlier one: nobody can add one of that name. */
    static boolean isLab(String site) {
        return site.equals(SITE);
    }

    /** @throws OperatorException if the lab that is up is a K3s cluster, for whoever would bring up another */
    static void refuseBeside(Workbench workbench) {
        workbench.k3sLab().ifPresent(lab -> {
            throw new OperatorException(
                    "a lab with %s is up: the site %s".formatted(lab.facts().words(), SITE),
                    "give --site %s, or: muster lab down".formatted(SITE));
        });
    }

    K3sLab.Raised up(K3sOrder order) throws InterruptedException {
        workbench.lab().ifPresent(LabOfK3s::refuseBeside);
        demandName();
        Terminal terminal = workbench.terminal();
        long before = System.nanoTime();
        try (LiveLine line = new LiveLine(terminal.err(), terminal.live(), workbench.columns());
                Cancelling cancelling = Cancelling.thisThread()) {
            try {
                K3sLab.Raised raised = K3sLab.up(workbench.state().k3sLab(), order, words -> tell(line, words));
                register(raised.lab());
                line.set(null);
                if (!raised.already()) {
                    line.say(terminal.errStyle()
                            .faint("lab: %s, ready after %.0f s"
                                    .formatted(raised.lab().facts().words(), (System.nanoTime() - before) / 1e9)));
                }
                return raised;
            } catch (InterruptedException e) {
                var _ = down();
                throw cancelling.refusal("nothing is left of the lab", "muster lab up --k3s " + order.servers(), e);
            }
        }
    }

    /** Minutes pass: whoever has no terminal is told as well, once for each thing that is waited for. */
    private void tell(LiveLine line, String words) {
        if (words.equals(told)) {
            return;
        }
        told = words;
        if (workbench.terminal().live()) {
            line.set(() -> "lab: " + words);
        } else {
            line.say("lab: " + words);
        }
    }

    /** Takes it down, and forgets the site; false if none was up. */
    boolean down() throws InterruptedException {
        Terminal terminal = workbench.terminal();
        boolean was =
                K3sLab.down(workbench.state().k3sLab(), words -> terminal.err().println("lab: " + words));
        SiteBook sites = workbench.sites();
        if (sites.has(SITE) && ours(sites.find(SITE))) {
            sites.remove(SITE);
        }
        OpenRecovery.dismiss(workbench, SITE);
        return was;
    }

    private void register(K3sLab lab) throws InterruptedException {
        SiteBook sites = workbench.sites();
        if (!sites.has(SITE)) {
            sites.put(new SiteEntry(
                    SITE,
                    lab.kubeconfig().toString(),
                    CONTEXT,
                    lab.ssh().toString(),
                    false,
                    new SiteEntry.Allowance(List.of(), List.of(), null, null),
                    null));
        }
        try (SiteLook look = new SiteLook(workbench, SiteFlags.place(sites.find(SITE)))) {
            SiteSight sight = look.see();
            if (sight.api() == null) {
                throw new OperatorException(
                        "the servers are up, and this machine does not reach their API: " + sight.apiWords(),
                        "see whether this machine filters packets to %s: nft list ruleset"
                                .formatted(lab.facts().link()));
            }
        }
    }

    /** A site of that name that is another cluster is not overwritten. */
    private void demandName() {
        SiteBook sites = workbench.sites();
        if (sites.has(SITE) && !ours(sites.find(SITE))) {
            throw OperatorException.usage(
                    "there is a site %s already, and it is another cluster".formatted(SITE),
                    "muster site remove " + SITE);
        }
    }

    private boolean ours(SiteEntry entry) {
        Path folder = new LabFolder(workbench.state().k3sLab()).path();
        return entry.kubeconfig() != null && Path.of(entry.kubeconfig()).startsWith(folder);
    }

    private static void refuseBeside(Lab lab) {
        throw new OperatorException(
                "a lab with %s is up".formatted(lab.facts().shape().words()), "muster lab down, then the same again");
    }
}
