/**
 * Linearizability of registers, decided in O(n log n) by zones. Knows calls and nothing else: no drill, no members, no limits.
 */
@NullMarked
package muster.engine.check.register;

import org.jspecify.annotations.NullMarked;
