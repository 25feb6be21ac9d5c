/**
 * PostgreSQL in the pods of a cluster, whoever made them: which pods those are, what their operator says of them, and a way to ask each
 * server. Reads, but for one order that a keeper takes by its own API; what is theirs to do stays theirs.
 */
@NullMarked
package muster.kubernetes.postgres;

import org.jspecify.annotations.NullMarked;
