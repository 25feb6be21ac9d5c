/**
 * The doors to the outside: where members run ({@link muster.engine.cluster.Site}), a way to run a script there
 * ({@link muster.engine.cluster.Shell}), and a server's language ({@link muster.engine.cluster.Store}). Contracts only: whoever
 * implements one lives in another module.
 */
@NullMarked
package muster.engine.cluster;

import org.jspecify.annotations.NullMarked;
