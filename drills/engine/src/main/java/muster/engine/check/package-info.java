/** Judgements: pure functions of the evidence. Nothing here can touch the world. */
@NullMarked
package muster.engine.check;

import org.jspecify.annotations.NullMarked;
