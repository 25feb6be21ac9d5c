/**
 * How a PostgreSQL server is reached: addresses, identities, time-outs, and what an error means for the call that got it. No SQL lives
 * here.
 */
@NullMarked
package muster.postgres.connection;

import org.jspecify.annotations.NullMarked;
