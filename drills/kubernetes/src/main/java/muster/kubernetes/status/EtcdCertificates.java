package muster.kubernetes.status;

/**
 * How a site's etcd is reached. Lives in memory alone.
 *
 * @param origin where it was read: {@code n1:/var/lib/rancher/k3s/server/tls/etcd}
 * @param authority whom to trust (PEM)
 * @param certificate the client certificate (PEM)
 * @param key its key (PEM)
 */
public record EtcdCertificates(String origin, String authority, String certificate, String key) {

    /** Without the key, which must be in no log. */
    @Override
    public String toString() {
        return "EtcdCertificates[%s]".formatted(origin);
    }
}
