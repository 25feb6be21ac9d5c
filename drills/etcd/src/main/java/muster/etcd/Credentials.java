package muster.etcd;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import muster.engine.history.OperatorException;
import org.jspecify.annotations.Nullable;

/**
 * What the files of an {@link EtcdAccess} hold, read once and checked before anything is connected.
 *
 * @param authorities whom to trust
 * @param chain our certificate and its intermediates; empty if we have none
 * @param key the key of the first of {@code chain}; null if we have none
 */
record Credentials(
        List<X509Certificate> authorities,
        List<X509Certificate> chain,
        @Nullable PrivateKey key) {

    private static final char[] NO_PASSWORD = new char[0];
    private static final byte[] PROBE = {1};

    /**
     * Reads and checks the files.
     *
     * @return null for plain text
     * @throws OperatorException if a file cannot be read, holds no certificate or key, or a certificate is not valid now
     */
    static @Nullable Credentials of(EtcdAccess access) {
        Path authority = access.authority();
        if (authority == null) {
            return null;
        }
        List<X509Certificate> authorities = certificates(authority, "the etcd server's CA certificate");
        if (access.certificate() == null || access.key() == null) {
            return new Credentials(authorities, List.of(), null);
        }
        List<X509Certificate> chain = certificates(access.certificate(), "an etcd client certificate");
        PrivateKey key = key(access.key());
        matching(access.certificate().toString(), chain, access.key().toString(), key);
        return new Credentials(authorities, chain, key);
    }

    /**
     * Checks what was read elsewhere.
     *
     * @throws OperatorException if a certificate is not valid now, or something is no certificate or key
     */
    static Credentials of(EtcdKeys keys) {
        List<X509Certificate> authorities =
                certificates(keys.origin() + "/server-ca.crt", new ByteArrayInputStream(ascii(keys.authority())));
        String own = keys.origin() + "/client.crt";
        List<X509Certificate> chain = certificates(own, new ByteArrayInputStream(ascii(keys.certificate())));
        try {
            PrivateKey key = PrivateKeys.read(keys.key());
            matching(own, chain, keys.origin() + "/client.key", key);
            return new Credentials(authorities, chain, key);
        } catch (GeneralSecurityException e) {
            throw new OperatorException(
                    "%s/client.key %s".formatted(keys.origin(), e.getMessage()), "look at that file on the node", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void matching(String certificate, List<X509Certificate> chain, String file, PrivateKey key) {
        String algorithm = chain.getFirst().getPublicKey().getAlgorithm();
        if (!key.getAlgorithm().equals(algorithm)) {
            throw new OperatorException(
                    "%s is no key of %s: one is %s, the other %s"
                            .formatted(file, certificate, key.getAlgorithm(), algorithm),
                    "give the key that belongs to the certificate");
        }
        if (!belongs(chain.getFirst().getPublicKey(), key)) {
            throw new OperatorException(
                    "%s is not the key of %s".formatted(file, certificate),
                    "give the key that belongs to the certificate");
        }
    }

    /** What one signs, the other must verify. */
    private static boolean belongs(PublicKey open, PrivateKey key) {
        try {
            Signature signature = Signature.getInstance(
                    switch (key.getAlgorithm()) {
                        case "EC" -> "SHA256withECDSA";
                        case "RSA" -> "SHA256withRSA";
                        default -> key.getAlgorithm();
                    });
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            // Such as that of a key on another curve.
            return false;
        }
    }

    /** A context of the JDK's own TLS with these credentials. */
    SSLContext context() {
        try {
            KeyStore trusted = emptyStore();
            for (int i = 0; i < authorities.size(); i++) {
                trusted.setCertificateEntry("ca" + i, authorities.get(i));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("TLS cannot be set up with certificates that were read", e);
        }
    }

    private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException, IOException {
        if (key == null) {
            return null;
        }
        KeyStore own = emptyStore();
        own.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(new Certificate[0]));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, NO_PASSWORD);
        return keys.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<X509Certificate> certificates(Path file, String what) {
        if (Files.isDirectory(file)) {
            throw new OperatorException(file + " is a folder", "name a file that holds " + what);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return certificates(file.toString(), in);
        } catch (IOException e) {
            throw unreadable(file, what, e);
        }
    }

    private static List<X509Certificate> certificates(String file, InputStream in) {
        List<X509Certificate> found;
        try {
            found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException e) {
            throw new OperatorException(file + " holds no certificate in PEM", "name a file that holds one", e);
        }
        if (found.isEmpty()) {
            throw new OperatorException(file + " holds no certificate", "name a file that holds one");
        }
        Instant now = Instant.now();
        for (X509Certificate certificate : found) {
            Instant until = certificate.getNotAfter().toInstant();
            Instant from = certificate.getNotBefore().toInstant();
            if (now.isAfter(until)) {
                throw new OperatorException(
                        "%s has expired at %s (%s)".formatted(file, until, certificate.getSubjectX500Principal()),
                        "renew it, then try again");
            }
            if (now.isBefore(from)) {
                throw new OperatorException(
                        "%s is valid from %s on (%s)".formatted(file, from, certificate.getSubjectX500Principal()),
                        "set this machine's clock, or wait");
            }
        }
        return found;
    }

    private static PrivateKey key(Path file) {
        String what = "the client certificate's private key";
        try {
            return PrivateKeys.read(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw unreadable(file, what, e);
        } catch (GeneralSecurityException e) {
            throw new OperatorException(file + " " + e.getMessage(), "name a file that holds " + what, e);
        }
    }

    private static OperatorException unreadable(Path file, String what, IOException error) {
        if (error instanceof NoSuchFileException) {
            return new OperatorException(file + " does not exist", "name a file that holds " + what, error);
        }
        if (error instanceof AccessDeniedException) {
            return new OperatorException(
                    file + " may not be read by this user", "run as a user who may read it (on K3s: root)", error);
        }
        return new OperatorException(
                "%s cannot be read: %s".formatted(file, error.getMessage()), "name a file that holds " + what, error);
    }
}
