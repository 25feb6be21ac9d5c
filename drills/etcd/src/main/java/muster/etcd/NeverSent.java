package muster.etcd;

/**
 * Marks the failure of a call that had no connection to leave by. Only {@link OneEndpointBalancer} makes one, at the moment at which gRPC
 * asks it for a connection and before any stream exists: a call that carries this mark was surely not sent.
 */
final class NeverSent extends Exception {

    private static final long serialVersionUID = 1L;

    NeverSent(String why, Throwable cause) {
        super(why, cause);
    }
}
