package muster.engine.history;

/**
 * One write that stands in the store after recovery, read back by the write's own id.
 *
 * @param op {@link Op#id()} of the write
 * @param value the value that stands there
 * @param copies how often it was applied; more than one is a duplicate
 * @param stamp where in the store's order it was applied
 */
public record Found(long op, String value, long copies, Stamp stamp) {}
