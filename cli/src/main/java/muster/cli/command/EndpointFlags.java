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
        return endpoints.stream().map(EndpointFlags::member).toList();
    }

    EtcdAccess access() {
        if ((certificate == null) != (key == null)) {
            throw OperatorException.usage("--cert and --key come together", EXAMPLE);
        }
        if (authority == null && certificate != null) {
            throw OperatorException.usage("--cert wants --cacert beside it", EXAMPLE);
        }
        boolean secure = endpoints.stream().anyMatch(endpoint -> endpoint.startsWith("https:"));
        if (secure && authority == null) {
            throw OperatorException.usage(
                    "https endpoints want --cacert",
                    "on K3s: --cacert /var/lib/rancher/k3s/server/tls/etcd/server-ca.crt");
        }
        return new EtcdAccess(authority, certificate, key);
    }

    private static Member member(String endpoint) {
        try {
            URI uri = URI.create(endpoint.contains("://") ? endpoint : "http://" + endpoint);
            boolean known = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (known && uri.getHost() != null && uri.getPort() > 0) {
                return new Member(uri.getHost() + ":" + uri.getPort(), uri.getHost(), uri);
            }
        } catch (IllegalArgumentException e) {
            throw OperatorException.usage(
                    "--endpoints: %s is no address: %s".formatted(endpoint, e.getMessage()), EXAMPLE);
        }
        throw OperatorException.usage(
                "--endpoints: %s is no address of the form http://host:port".formatted(endpoint), EXAMPLE);
    }
}
