/**
 * The state of a K3s cluster: what the API server tells and what each node tells by itself, put side by side, and what neither of them
 * could tell.
 */
@NullMarked
package muster.kubernetes.status;

import org.jspecify.annotations.NullMarked;
