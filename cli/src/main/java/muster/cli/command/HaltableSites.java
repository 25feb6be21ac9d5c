package muster.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import muster.cli.Workbench;
import muster.cli.site.SiteEntry;
import muster.engine.cluster.Site;
import muster.engine.fault.Ledger;

/** Where something may be broken now or be open: the lab that is up, the sites that are allowed, and those that the ledger names. */
final class HaltableSites implements AutoCloseable {

    private final List<Site> sites = new ArrayList<>();

    HaltableSites(Workbench workbench) {
        if (workbench.lab().isPresent()) {
            sites.add(workbench.labSite());
        }
        Set<String> names = new LinkedHashSet<>();
        for (SiteEntry entry : workbench.sites().all()) {
            if (entry.allowance() != null) {
                names.add(entry.name());
            }
        }
        for (Ledger.Intent intent : Ledger.openIn(workbench.state().ledger())) {
            if (workbench.sites().has(intent.site())) {
                names.add(intent.site());
            }
        }
        names.forEach(name -> sites.add(AddedSite.of(workbench, name).nodes()));
    }

    List<Site> all() {
        return List.copyOf(sites);
    }

    @Override
    public void close() {
        sites.forEach(Site::close);
    }
}
