package muster.engine.history;

import java.time.Instant;

/**
 * One line of the journal.
 *
 * @param sequence from 0, without holes
 * @param atNanos since the run's zero, monotonic
 * @param wall by the wall clock, for people; nothing is computed from it
 * @param event what happened
 */
public record Entry(long sequence, long atNanos, Instant wall, Event event) {}
