/**
 * The session guarantees of Terry et al. 1994, decided from calls on registers. Knows calls and nothing else: no drill, no members, no
 * limits.
 */
@NullMarked
package muster.engine.check.session;

import org.jspecify.annotations.NullMarked;
