/**
 * PostgreSQL in the pods of a cluster, whoever made them: which pods those are, what their operator says of them, and a way to ask each
 * server. Reads only; what is theirs to do stays theirs.
 */
@NullMarked
package muster.kubernetes.postgres;

import org.jspecify.annotations.NullMarked;
