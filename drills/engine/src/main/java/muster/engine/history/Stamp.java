package muster.engine.history;

/**
 * Where in the store's own order an answer stands.
 *
 * @param member the member that answered, by name; or its identity in hexadecimal where the name is not known
 * @param epoch raft term of etcd, timeline of PostgreSQL; 0 of a Kubernetes API server, which does not tell it
 * @param position revision of etcd, LSN of PostgreSQL, resource version of Kubernetes
 */
public record Stamp(String member, long epoch, long position) {}
