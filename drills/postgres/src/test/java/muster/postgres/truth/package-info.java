/**
 * The truth about a split brain, for tests: read by pg_waldump from both data directories, and by a plain query on each side. Shares no
 * code with what it judges.
 */
@NullMarked
package muster.postgres.truth;

import org.jspecify.annotations.NullMarked;
