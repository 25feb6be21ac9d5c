/**
 * What happened: members, calls and their outcomes, what members said of themselves, the events of a run, and the format in which
 * all of it lies on disk. Nothing here starts a thread, reads a clock or talks to a server.
 */
@NullMarked
package muster.engine.history;

import org.jspecify.annotations.NullMarked;
