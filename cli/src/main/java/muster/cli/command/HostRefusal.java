package muster.cli.command;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import muster.cli.screen.HostsStatus;
import muster.cli.site.PlainHosts;
import muster.engine.history.OperatorException;
import muster.engine.run.Status;
import muster.etcd.Listed;
import muster.postgres.status.PostgresStatus;
import org.jspecify.annotations.Nullable;

/**
 * Why plain hosts are not added, in the operator's words.
 *
 * @param name what the site was to be called
 * @param hosts as they were typed
 * @param entered true if there is a way into them
 */
record HostRefusal(String name, PlainHosts hosts, boolean entered) {

    private static final String REFUSED = "Connection refused";

    /** Of a call without a user, where there is authentication (etcd-io/etcd, {@code api/v3rpc/rpctypes/error.go}). */
    private static final String NO_USER = "etcdserver: user name is empty";

    /** @throws OperatorException if the unit of etcd on a host is not there, or is not what serves its port */
    void demandUnits(HostLook.Units units) {
        units.surveys().forEach((place, survey) -> {
            String mistaken = place.drilled() ? survey.mistaken(place.unit() + ".service", place.port()) : null;
            if (mistaken != null) {
                throw new OperatorException(
                        "%s is not added: %s: %s".formatted(name, place.host(), mistaken),
                        "name the unit by --etcd-unit: ssh %s 'systemctl status $(pidof etcd)'"
                                .formatted(place.host()));
            }
        });
    }

    /** @throws OperatorException if etcd asks whoever reads for a user, which no flag names */
    void demandReadable(HostsStatus status) {
        Status etcd = status.etcd();
        if (etcd == null || etcd.serving() || etcd.localReads().isEmpty()) {
            return;
        }
        if (etcd.localReads().stream().allMatch(words -> words.endsWith(NO_USER))) {
            throw new OperatorException(
                    "%s is not added: etcd's authentication is on, and Muster names no user to it: it could neither measure nor drill"
                            .formatted(name),
                    "muster status --endpoints URL,…, which only looks; or: etcdctl auth disable");
        }
    }

    /** @throws OperatorException if no member or no server says a word */
    void demandAnswers(HostsStatus status) {
        Status etcd = status.etcd();
        if (etcd != null && etcd.exit() == 3) {
            String why = etcdWords(etcd);
            if (!entered && why.contains(REFUSED)) {
                throw new OperatorException(
                        "%s is not added: no etcd member answers: %s".formatted(name, why),
                        "where they serve the loopback of their hosts alone, Muster asks them through ssh: add --ssh CONFIG");
            }
            throw new OperatorException(
                    "%s is not added: no etcd member answers: %s%s".formatted(name, why, closed(status)),
                    etcdctl("endpoint status"));
        }
        PostgresStatus postgres = status.postgres();
        if (postgres != null && postgres.exit() == 3) {
            Map<String, List<String>> words = new LinkedHashMap<>();
            postgres.servers()
                    .forEach(row -> words.computeIfAbsent(row.state(), missing -> new ArrayList<>())
                            .add(row.server()));
            throw new OperatorException(
                    "%s is not added: no PostgreSQL server answers: %s".formatted(name, grouped(words)),
                    "psql " + postgres.servers().getFirst().endpoint());
        }
    }

    /**
     * Whoever breaks one must know of all: the arithmetic of a quorum is theirs.
     *
     * @param teller the URL of the member that told the list
     * @param identities what each member calls itself; empty for one that did not tell
     */
    void demandAll(String teller, List<Listed> listed, List<String> identities) {
        Map<String, String> known = new HashMap<>();
        for (int i = 0; i < identities.size(); i++) {
            String identity = identities.get(i);
            String url = hosts.etcd().get(i).url();
            if (identity.isEmpty()) {
                continue;
            }
            String other = known.put(identity, url);
            if (other != null) {
                throw OperatorException.usage(
                        "%s is not added: %s and %s are one member; --etcd names each once".formatted(name, other, url),
                        urls(listed));
            }
            if (listed.stream().noneMatch(each -> each.id().equals(identity))) {
                throw OperatorException.usage(
                        "%s is not added: %s is a member of another cluster than %s".formatted(name, url, teller),
                        urls(listed));
            }
        }
        if (listed.size() != identities.size()) {
            throw OperatorException.usage(
                    "%s is not added: etcd has %d members, and --etcd names %d"
                            .formatted(name, listed.size(), identities.size()),
                    urls(listed));
        }
    }

    /** One packet filter serves all hosts. */
    int demandPeerPort(List<Listed> listed) {
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

    OperatorException noList() {
        return new OperatorException(
                "%s is not added: no etcd member tells who the others are".formatted(name), etcdctl("member list"));
    }

    /** The same words of several members once; the store's name stands before a flag here, and not in etcdctl's. */
    private String etcdWords(Status etcd) {
        Map<String, List<String>> words = new LinkedHashMap<>();
        for (int i = 0; i < etcd.members().size(); i++) {
            String said = etcd.members().get(i).state().replaceAll("--(cacert|cert|key)\\b", "--etcd-$1");
            words.computeIfAbsent(said, missing -> new ArrayList<>())
                    .add(hosts.etcd().get(i).url());
        }
        return grouped(words);
    }

    private static String grouped(Map<String, List<String>> words) {
        return words.entrySet().stream()
                .map(each -> "%s: %s".formatted(String.join(", ", each.getValue()), each.getKey()))
                .collect(Collectors.joining("; "));
    }

    private static String closed(HostsStatus status) {
        return status.unseen().isEmpty() ? "" : "; " + status.unseen().getFirst();
    }

    private String urls(List<Listed> listed) {
        List<String> urls = listed.stream()
                .flatMap(each -> each.clients().stream().limit(1))
                .distinct()
                .toList();
        return urls.size() == listed.size()
                ? "muster site add %s --etcd %s …".formatted(name, String.join(",", urls))
                : etcdctl("member list");
    }

    private String etcdctl(String question) {
        String files = file("cacert", hosts.cacert()) + file("cert", hosts.cert()) + file("key", hosts.key());
        return "etcdctl --endpoints %s%s %s"
                .formatted(
                        hosts.etcd().stream().map(PlainHosts.Server::url).collect(Collectors.joining(",")),
                        files,
                        question);
    }

    private static String file(String flag, @Nullable String path) {
        return path == null ? "" : " --%s %s".formatted(flag, path);
    }
}
