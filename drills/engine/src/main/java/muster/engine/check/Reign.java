package muster.engine.check;

/**
 * One leader in one term.
 *
 * @param leader its name
 * @param term its term
 * @param fromNanos when the first sighting that names it was asked for
 * @param toNanos when the last sighting in which it says itself that it leads was answered; if it never said so, the last that names it
 */
public record Reign(String leader, long term, long fromNanos, long toNanos) {}
