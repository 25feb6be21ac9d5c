package muster.engine.history;

/**
 * Where in the store's own order an answer stands.
 *
 * @param member the member that answered, by name; or its identity in hexadecimal where the name is not known
 * @param epoch raft term of etcd, timeline of PostgreSQL
 * @param position revision of etcd, LSN of PostgreSQL
 */
public record Stamp(String member, long epoch, long position) {}
