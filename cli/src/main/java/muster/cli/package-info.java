/**
 * The muster command: flags, the terminal, and the wiring of the other modules by constructor.
 */
@NullMarked
package muster.cli;

import org.jspecify.annotations.NullMarked;
