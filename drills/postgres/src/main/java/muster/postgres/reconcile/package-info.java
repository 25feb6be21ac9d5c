/**
 * The recovery of a split brain: where two primaries parted, which rows each of them has that the other has not, their salvage, and the
 * way back of the losing server. What is done on its machine stands behind {@link muster.postgres.reconcile.Node}.
 */
@NullMarked
package muster.postgres.reconcile;

import org.jspecify.annotations.NullMarked;
