package muster.cli.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import muster.cli.Workbench;
import muster.cli.screen.HostsStatus;
import muster.cli.site.PlainHosts;
import muster.cli.site.SiteEntry;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.engine.run.Look;
import muster.etcd.EtcdStore;
import muster.etcd.Listed;
import muster.kubernetes.NodeDoors;
import org.jspecify.annotations.Nullable;

/** Adds a site of plain hosts: looks at them once, and learns from etcd's own list what no flag says. Breaks nothing. */
final class HostAdder {

    private static final Duration DEADLINE = Duration.ofSeconds(3);

    private final Workbench workbench;

    HostAdder(Workbench workbench) {
        this.workbench = workbench;
    }

    /**
     * Looks, and remembers.
     *
     * @param ssh the way into the hosts; null if there is none
     * @throws OperatorException if nothing answers, or etcd has other members than those named
     */
    SiteEntry add(String name, PlainHosts typed, @Nullable Path ssh) throws InterruptedException {
        try (NodeDoors doors = HostCluster.doors(workbench, entry(name, typed, ssh))) {
            HostWays ways = new HostWays(doors);
            PlainHosts found = typed.with(ways.found(typed.etcd()), 0);
            HostRefusal refusal = new HostRefusal(name, found, ssh != null);
            HostsStatus status;
            try (HostLook look = new HostLook(workbench, entry(name, found, ssh))) {
                refusal.demandUnits(look.units());
                status = look.look();
            }
            refusal.demandAnswers(status);
            refusal.demandReadable(status);
            SiteEntry entry = entry(name, found.etcd().isEmpty() ? found : withPeers(found, ways, refusal), ssh);
            workbench.sites().put(entry);
            tell(found, status);
            return entry;
        }
    }

    private void tell(PlainHosts hosts, HostsStatus status) {
        PrintStream err = workbench.terminal().err();
        if (!hosts.tunnelled().isEmpty()) {
            err.println(
                    "muster: %s: etcd is reached on its own host alone, and is asked through a tunnel of ssh, which adds its own time and hides that a port refuses"
                            .formatted(hosts.tunnelled().stream()
                                    .map(PlainHosts.Server::node)
                                    .collect(Collectors.joining(", "))));
        }
        status.findings().forEach(words -> err.println("muster: " + words));
        status.unseen().forEach(words -> err.println("muster: not seen: " + words));
    }

    private static SiteEntry entry(String name, PlainHosts hosts, @Nullable Path ssh) {
        return new SiteEntry(name, null, null, ssh == null ? null : ssh.toString(), false, null, hosts);
    }

    private static PlainHosts withPeers(PlainHosts hosts, HostWays ways, HostRefusal refusal)
            throws InterruptedException {
        List<Member> members = ways.members(hosts.etcd(), _ -> true);
        try (EtcdStore store = new EtcdStore(members, HostCluster.access(hosts))) {
            List<String> identities = identities(store, members);
            for (int i = 0; i < members.size(); i++) {
                List<Listed> listed = store.list(members.get(i), DEADLINE);
                if (!listed.isEmpty()) {
                    refusal.demandAll(hosts.etcd().get(i).url(), listed, identities);
                    return hosts.with(hosts.etcd(), refusal.demandPeerPort(listed));
                }
            }
        }
        throw refusal.noList();
    }

    /** What each member calls itself; empty for one that does not tell. */
    private static List<String> identities(EtcdStore store, List<Member> members) throws InterruptedException {
        return Look.around(store, members, System.nanoTime(), DEADLINE).sightings().stream()
                .map(sighting -> sighting.standing() == null
                        ? ""
                        : Objects.requireNonNull(sighting.standing()).id())
                .toList();
    }
}
