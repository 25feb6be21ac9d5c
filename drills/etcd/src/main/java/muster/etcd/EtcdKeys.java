package muster.etcd;

/**
 * How members are reached by TLS, with certificates that lie in no file of ours.
 *
 * @param origin where they were read, for messages: {@code n1:/var/lib/rancher/k3s/server/tls/etcd}
 * @param authority certificates that a member's certificate must lead to (PEM)
 * @param certificate our own certificate, followed by its intermediates (PEM)
 * @param key its private key (PEM): PKCS#8, SEC1 or PKCS#1, not encrypted
 */
public record EtcdKeys(String origin, String authority, String certificate, String key) {

    /** Without the key, which must be in no log. */
    @Override
    public String toString() {
        return "EtcdKeys[%s]".formatted(origin);
    }
}
