package muster.cli.command;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import muster.cli.site.PlainHosts;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.kubernetes.site.ServerUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that name plain hosts; those of etcd as etcdctl's, with the store's name before them. */
final class HostFlags {

    private static final String EXAMPLE =
            "muster site add NAME --etcd http://10.0.0.1:2379,http://10.0.0.2:2379,http://10.0.0.3:2379 --ssh CONFIG";

    @Option(
            names = "--etcd",
            split = ",",
            paramLabel = "URL",
            description = "Plain hosts, no Kubernetes: every etcd member, as for etcdctl --endpoints.")
    private List<String> etcd = new ArrayList<>();

    @Option(names = "--etcd-cacert", paramLabel = "FILE", description = "As for etcdctl --cacert.")
    private @Nullable Path authority;

    @Option(names = "--etcd-cert", paramLabel = "FILE", description = "As for etcdctl --cert.")
    private @Nullable Path certificate;

    @Option(names = "--etcd-key", paramLabel = "FILE", description = "As for etcdctl --key.")
    private @Nullable Path key;

    @Option(names = "--etcd-unit", paramLabel = "UNIT", description = "Its systemd unit on every host (default: etcd).")
    private String etcdUnit = "etcd";

    @Option(
            names = "--postgres",
            split = ",",
            paramLabel = "URL",
            description =
                    "Plain hosts: every PostgreSQL server, as for psql; PGPASSWORD or ~/.pgpass. They are watched and measured, never broken.")
    private List<String> postgres = new ArrayList<>();

    @Option(
            names = "--postgres-unit",
            paramLabel = "UNIT",
            description = "Its systemd unit, such as postgresql@15-main (default: postgresql).")
    private String postgresUnit = "postgresql";

    @Option(
            names = "--host",
            split = ",",
            paramLabel = "ADDRESS=HOST",
            description = "What ssh calls the host of a URL, where that is not the URL's own word.")
    private Map<String, String> names = new LinkedHashMap<>();

    boolean given() {
        boolean other = authority != null || certificate != null || key != null || !names.isEmpty();
        if (etcd.isEmpty() && postgres.isEmpty() && other) {
            throw OperatorException.usage("plain hosts want --etcd or --postgres", EXAMPLE);
        }
        return !etcd.isEmpty() || !postgres.isEmpty();
    }

    /**
     * As they were typed; nobody is asked but the resolver of names.
     *
     * @throws OperatorException if something is no address, no unit, or named twice
     */
    PlainHosts hosts() {
        demandUnit("--etcd-unit", etcdUnit);
        demandUnit("--postgres-unit", postgresUnit);
        EndpointFlags.demandFiles("--etcd-", etcd, authority, certificate, key);
        List<Member> members = etcd.stream()
                .map(each -> EndpointFlags.member("--etcd", each, EXAMPLE))
                .toList();
        List<Member> servers = postgres.stream()
                .map(each -> ServerFlags.member("--postgres", each, EXAMPLE))
                .toList();
        demandOnePort(members);
        for (String named : names.keySet()) {
            if (members.stream().noneMatch(each -> each.node().equals(named))
                    && servers.stream().noneMatch(each -> each.node().equals(named))) {
                throw OperatorException.usage("--host: no URL has the host %s".formatted(named), EXAMPLE);
            }
        }
        return new PlainHosts(
                servers("--etcd", members),
                etcdUnit,
                0,
                absolute(authority),
                absolute(certificate),
                absolute(key),
                servers("--postgres", servers),
                postgresUnit);
    }

    private List<PlainHosts.Server> servers(String flag, List<Member> members) {
        List<PlainHosts.Server> servers = new ArrayList<>();
        for (Member member : members) {
            String node = names.getOrDefault(member.node(), member.node());
            if (servers.stream().anyMatch(other -> other.node().equals(node))) {
                throw OperatorException.usage(
                        "%s: two of them are on %s; one host holds one member".formatted(flag, node), EXAMPLE);
            }
            servers.add(new PlainHosts.Server(node, member.client().toString(), address(flag, member.client()), null));
        }
        return servers;
    }

    private static String address(String flag, URI client) {
        try {
            return InetAddress.getByName(client.getHost()).getHostAddress();
        } catch (UnknownHostException e) {
            throw new OperatorException(
                    "%s: nobody knows the address of %s".formatted(flag, client.getHost()),
                    "getent hosts " + client.getHost(),
                    e);
        }
    }

    /** One packet filter serves all hosts. */
    private static void demandOnePort(List<Member> members) {
        if (members.stream().map(each -> each.client().getPort()).distinct().count() > 1) {
            throw OperatorException.usage(
                    "--etcd: the members serve clients on different ports, which no drill can break", EXAMPLE);
        }
    }

    private static void demandUnit(String flag, String unit) {
        if (!ServerUnit.validName(unit) || unit.endsWith(".service")) {
            throw OperatorException.usage(
                    "%s: \"%s\" is no name of a unit".formatted(flag, unit), "give it without .service");
        }
    }

    private static @Nullable String absolute(@Nullable Path file) {
        return file == null ? null : file.toAbsolutePath().normalize().toString();
    }
}
