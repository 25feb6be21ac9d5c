/**
 * The truth about a split brain, for tests: read by pg_waldump from both data directories and by plain queries. Shares no code with what
 * it judges.
 */
@NullMarked
package muster.postgres.truth;

import org.jspecify.annotations.NullMarked;
