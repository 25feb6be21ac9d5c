/**
 * The state of a PostgreSQL cluster, each server asked by itself: what each says, and what follows from it, in words. Nothing is changed
 * here.
 */
@NullMarked
package muster.postgres.status;

import org.jspecify.annotations.NullMarked;
