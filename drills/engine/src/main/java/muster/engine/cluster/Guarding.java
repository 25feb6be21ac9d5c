package muster.engine.cluster;

/**
 * How one node is guarded while something on it is broken. The guard itself is the same script everywhere; where it lies and how a
 * process is started that outlives Muster differ from site to site.
 *
 * @param command the words before a verb of the guard: the guard's script and its folder on that node
 * @param launch a script that starts, and does not wait for, the verb {@code watch} for the harm whose id is {@code $1}, so that the
 *     process that heals at the deadline outlives whoever started it
 */
public record Guarding(String command, String launch) {}
