package muster.kubernetes;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import muster.engine.history.OperatorException;
import org.jspecify.annotations.Nullable;

/** One context of a kubeconfig file, read as kubectl reads it and checked before anything is connected. */
public final class Kubeconfig {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration REQUEST = Duration.ofSeconds(4);

    private final Path file;
    private final String context;
    private final Config config;

    private Kubeconfig(Path file, String context, Config config) {
        this.file = file;
        this.context = context;
        this.config = config;
    }

    /**
     * Reads a file.
     *
     * @param context a context in it; null for the one that it names as current
     * @throws OperatorException if there is no such file or context, or a certificate in it has expired
     */
    public static Kubeconfig read(Path file, @Nullable String context) {
        demandReadable(file);
        Config config = config(file, context);
        List<String> contexts =
                config.getContexts().stream().map(NamedContext::getName).toList();
        NamedContext current = config.getCurrentContext();
        if (current == null || (context != null && !context.equals(current.getName()))) {
            String wanted = context == null ? "a current context" : "a context called " + context;
            throw OperatorException.usage(
                    "%s has not %s".formatted(file, wanted),
                    contexts.isEmpty()
                            ? "kubectl config view --kubeconfig " + file
                            : "give --context one of: " + String.join(", ", contexts));
        }
        Kubeconfig read = new Kubeconfig(file, current.getName(), config);
        read.demandValidCertificate();
        return read;
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** The context's name. */
    public String context() {
        return context;
    }

    /** The API server that it names. */
    public URI server() {
        return URI.create(config.getMasterUrl());
    }

    /**
     * What tells the cluster from any other: a digest of the authority that vouches for its servers, which every K3s cluster makes for
     * itself. Where a kubeconfig names none, it is the server's address.
     */
    public String cluster() {
        try {
            String authority = config.getCaCertData();
            if (authority == null && config.getCaCertFile() != null) {
                authority = Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(config.getCaCertFile())));
            }
            return authority == null
                    ? config.getMasterUrl()
                    : UUID.nameUUIDFromBytes(authority.getBytes(StandardCharsets.UTF_8))
                            .toString();
        } catch (IOException e) {
            throw new OperatorException(
                    "the certificate authority of %s cannot be read: %s".formatted(file, e.getMessage()),
                    "kubectl --kubeconfig %s --context %s version".formatted(file, context),
                    e);
        }
    }

    /** Fabric8's client of a server with these credentials: one attempt, short deadlines. Does not connect yet. */
    public KubernetesClient client(URI server) {
        return new KubernetesClientBuilder()
                .withConfig(config(server))
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
    }

    /** How Fabric8 is to reach a server with these credentials: one attempt, short deadlines. */
    Config config(URI server) {
        return new ConfigBuilder(config)
                .withMasterUrl(server.toString())
                .withConnectionTimeout(Math.toIntExact(CONNECT.toMillis()))
                .withRequestTimeout(Math.toIntExact(REQUEST.toMillis()))
                .withRequestRetryBackoffLimit(0)
                .build();
    }

    private static void demandReadable(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new OperatorException(
                    Files.exists(file) ? "%s cannot be read".formatted(file) : "%s does not exist".formatted(file),
                    "give --kubeconfig a file as for kubectl (on a K3s server: /etc/rancher/k3s/k3s.yaml)");
        }
    }

    private static Config config(Path file, @Nullable String context) {
        try {
            return Config.fromKubeconfig(context, file.toFile());
        } catch (KubernetesClientException | IllegalArgumentException e) {
            throw new OperatorException(
                    "%s is no kubeconfig: %s".formatted(file, firstLine(e)),
                    "kubectl config view --kubeconfig " + file,
                    e);
        }
    }

    private void demandValidCertificate() {
        X509Certificate certificate = certificate();
        if (certificate == null) {
            return;
        }
        Instant until = certificate.getNotAfter().toInstant();
        if (Instant.now().isAfter(until)) {
            throw new OperatorException(
                    "the client certificate of context %s in %s has expired at %s".formatted(context, file, until),
                    "take a fresh kubeconfig from a server (K3s renews its own when it is restarted)");
        }
    }

    private @Nullable X509Certificate certificate() {
        try {
            byte[] pem;
            if (config.getClientCertData() != null) {
                pem = Base64.getMimeDecoder().decode(config.getClientCertData());
            } else if (config.getClientCertFile() != null) {
                pem = Files.readAllBytes(Path.of(config.getClientCertFile()));
            } else {
                return null;
            }
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
        } catch (IOException | CertificateException | IllegalArgumentException e) {
            throw new OperatorException(
                    "the client certificate of context %s in %s cannot be read: %s"
                            .formatted(context, file, firstLine(e)),
                    "kubectl --kubeconfig %s --context %s version".formatted(file, context),
                    e);
        }
    }

    public static String firstLine(Throwable error) {
        String message = error.getMessage();
        return message == null || message.isBlank()
                ? error.getClass().getSimpleName()
                : message.lines().findFirst().orElse("").strip();
    }
}
