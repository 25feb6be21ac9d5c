package muster.etcd;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How members are reached: in plain text, or by TLS with files in PEM.
 *
 * @param authority certificates that a member's certificate must lead to; null for plain text
 * @param certificate our own certificate, followed by its intermediates; null if members ask for none
 * @param key the private key of {@code certificate}: PKCS#8, SEC1 or PKCS#1, not encrypted; null if members ask for none
 */
public record EtcdAccess(
        @Nullable Path authority,
        @Nullable Path certificate,
        @Nullable Path key) {

    /** @throws IllegalArgumentException if there is a certificate without a key, or either without an authority */
    public EtcdAccess {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("a certificate and its key come together");
        }
        if (authority == null && certificate != null) {
            throw new IllegalArgumentException("a client certificate is of no use without an authority");
        }
    }

    /** Without TLS: {@code http://} members. */
    public static EtcdAccess plaintext() {
        return new EtcdAccess(null, null, null);
    }

    /** By TLS, without a certificate of our own. */
    public static EtcdAccess tls(Path authority) {
        return new EtcdAccess(authority, null, null);
    }

    /** By TLS, with a certificate of our own. */
    public static EtcdAccess tls(Path authority, Path certificate, Path key) {
        return new EtcdAccess(authority, certificate, key);
    }
}
