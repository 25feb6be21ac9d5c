/** The script as data: what is believed, what is done, what must then be true. Nothing here reads a file or runs anything. */
@NullMarked
package muster.engine.drill;

import org.jspecify.annotations.NullMarked;
