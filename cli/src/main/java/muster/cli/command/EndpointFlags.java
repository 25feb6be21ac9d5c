package muster.cli.command;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.etcd.EtcdAccess;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that name an etcd cluster by its endpoints; named as etcdctl names them. */
final class EndpointFlags {

    private static final String EXAMPLE = "muster status --endpoints http://127.0.0.1:2379";

    @Option(
            names = "--endpoints",
            split = ",",
            paramLabel = "URL",
            description = "Look at these etcd members instead of the lab. Nothing is broken there.")
    private List<String> endpoints = new ArrayList<>();

    @Option(names = "--cacert", paramLabel = "FILE", description = "Certificates that the members' must lead to (PEM).")
    private @Nullable Path authority;

    @Option(names = "--cert", paramLabel = "FILE", description = "Our certificate, where members ask for one (PEM).")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "Its key: PKCS#8, SEC1 or PKCS#1 (PEM).")
    private @Nullable Path key;

    boolean given() {
        if (endpoints.isEmpty() && (authority != null || certificate != null || key != null)) {
            throw OperatorException.usage("certificates are given, and no endpoints", EXAMPLE);
        }
        return !endpoints.isEmpty();
    }

    List<Member> members() {
        return endpoints.stream()
                .map(each -> member("--endpoints", each, EXAMPLE))
                .toList();
    }

    EtcdAccess access() {
        demandFiles("--", endpoints, authority, certificate, key);
        return new EtcdAccess(authority, certificate, key);
    }

    /** Refuses files that do not go together, or are missing; {@code dashes} stands before {@code cacert}, {@code cert} and {@code key}. */
    static void demandFiles(
            String dashes,
            List<String> endpoints,
            @Nullable Path authority,
            @Nullable Path certificate,
            @Nullable Path key) {
        if ((certificate == null) != (key == null)) {
            throw OperatorException.usage("%1$scert and %1$skey come together".formatted(dashes), EXAMPLE);
        }
        if (authority == null && certificate != null) {
            throw OperatorException.usage("%1$scert wants %1$scacert beside it".formatted(dashes), EXAMPLE);
        }
        boolean secure = endpoints.stream().anyMatch(endpoint -> endpoint.startsWith("https:"));
        if (secure && authority == null) {
            throw OperatorException.usage(
                    "https endpoints want %scacert".formatted(dashes),
                    "on K3s: --cacert /var/lib/rancher/k3s/server/tls/etcd/server-ca.crt");
        }
    }

    /** A member by its address, as one of a flag's. */
    static Member member(String flag, String endpoint, String example) {
        try {
            URI uri = URI.create(endpoint.contains("://") ? endpoint : "http://" + endpoint);
            if (uri.getUserInfo() != null) {
                throw OperatorException.usage(
                        flag + ": Muster names no user to etcd, and an address is no place for a password",
                        "leave it out of the address: it would be kept in plain text");
            }
            boolean known = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (known && uri.getHost() != null && uri.getPort() > 0) {
                return new Member(uri.getHost() + ":" + uri.getPort(), uri.getHost(), uri);
            }
        } catch (IllegalArgumentException e) {
            throw OperatorException.usage(
                    "%s: %s is no address: %s".formatted(flag, endpoint, e.getMessage()), example);
        }
        throw OperatorException.usage(
                "%s: %s is no address of the form http://host:port".formatted(flag, endpoint), example);
    }
}
