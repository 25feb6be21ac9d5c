/**
 * The PostgreSQL store: what each server says of itself, and the clients that read and write. pgjdbc is seen in this module and nowhere
 * else.
 */
@NullMarked
package muster.postgres;

import org.jspecify.annotations.NullMarked;
