/** One class for each command: reads its flags, calls one function, prints, and returns the exit code. */
@NullMarked
package muster.cli.command;

import org.jspecify.annotations.NullMarked;
