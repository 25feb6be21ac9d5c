/**
 * The only room with threads and a clock: plans a drill, runs it, and appends what happens to the journal and the history. It judges
 * nothing and prints nothing.
 */
@NullMarked
package muster.engine.run;

import org.jspecify.annotations.NullMarked;
