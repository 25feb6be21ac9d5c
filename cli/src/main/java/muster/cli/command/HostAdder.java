package muster.cli.command;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import muster.cli.Workbench;
import muster.cli.screen.HostsStatus;
import muster.cli.site.PlainHosts;
import muster.cli.site.SiteEntry;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.engine.run.Status;
import muster.etcd.EtcdStore;
import muster.etcd.Listed;
import muster.postgres.status.PostgresStatus;
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
        SiteEntry first = entry(name, typed, ssh);
        HostsStatus status;
        try (HostLook look = new HostLook(workbench, first)) {
            status = look.look();
        }
        demandAnswers(name, status);
        SiteEntry entry = typed.etcd().isEmpty() ? first : entry(name, withPeers(name, typed), ssh);
        workbench.sites().put(entry);
        status.findings().forEach(words -> workbench.terminal().err().println("muster: " + words));
        status.unseen().forEach(words -> workbench.terminal().err().println("muster: not seen: " + words));
        return entry;
    }

    private static SiteEntry entry(String name, PlainHosts hosts, @Nullable Path ssh) {
        return new SiteEntry(name, null, null, ssh == null ? null : ssh.toString(), false, null, hosts);
    }

    private static void demandAnswers(String name, HostsStatus status) {
        Status etcd = status.etcd();
        if (etcd != null && etcd.exit() == 3) {
            throw new OperatorException(
                    "%s is not added: no etcd member answers: %s"
                            .formatted(
                                    name,
                                    etcd.members().stream()
                                            .map(row -> "%s: %s".formatted(row.endpoint(), row.state()))
                                            .collect(Collectors.joining("; "))),
                    "etcdctl --endpoints %s endpoint status"
                            .formatted(etcd.members().stream()
                                    .map(Status.Row::endpoint)
                                    .collect(Collectors.joining(","))));
        }
        PostgresStatus postgres = status.postgres();
        if (postgres != null && postgres.exit() == 3) {
            throw new OperatorException(
                    "%s is not added: no PostgreSQL server answers: %s"
                            .formatted(
                                    name,
                                    postgres.servers().stream()
                                            .map(row -> "%s: %s".formatted(row.server(), row.state()))
                                            .collect(Collectors.joining("; "))),
                    "psql " + postgres.servers().getFirst().endpoint());
        }
    }

    private static PlainHosts withPeers(String name, PlainHosts typed) throws InterruptedException {
        List<Member> members = HostCluster.members(typed.etcd());
        try (EtcdStore store = new EtcdStore(members, HostCluster.access(typed))) {
            for (Member member : members) {
                List<Listed> listed = store.list(member, DEADLINE);
                if (!listed.isEmpty()) {
                    demandAll(name, members, listed);
                    return with(typed, peerPort(name, listed));
                }
            }
        }
        throw new OperatorException(
                "%s is not added: no etcd member tells who the others are".formatted(name), "etcdctl member list");
    }

    /** Whoever breaks one must know of all: the arithmetic of a quorum is theirs. */
    private static void demandAll(String name, List<Member> members, List<Listed> listed) {
        if (listed.size() == members.size()) {
            return;
        }
        throw new OperatorException(
                "%s is not added: etcd has %d members, and --etcd names %d"
                        .formatted(name, listed.size(), members.size()),
                "--etcd "
                        + listed.stream()
                                .flatMap(each -> each.clients().stream().limit(1))
                                .collect(Collectors.joining(",")));
    }

    private static int peerPort(String name, List<Listed> listed) {
        List<Integer> ports = listed.stream()
                .flatMap(each -> each.peers().stream())
                .map(peer -> URI.create(peer).getPort())
                .distinct()
                .toList();
        if (ports.size() != 1 || ports.getFirst() <= 0) {
            throw new OperatorException(
                    "%s is not added: its members reach each other on the ports %s, and one packet filter serves all hosts"
                            .formatted(name, ports),
                    "muster status --endpoints URL,…, which breaks nothing");
        }
        return ports.getFirst();
    }

    private static PlainHosts with(PlainHosts typed, int peerPort) {
        return new PlainHosts(
                typed.etcd(),
                typed.etcdUnit(),
                peerPort,
                typed.cacert(),
                typed.cert(),
                typed.key(),
                typed.postgres(),
                typed.postgresUnit());
    }
}
