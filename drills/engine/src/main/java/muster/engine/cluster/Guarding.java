package muster.engine.cluster;

/**
 * How one node is guarded while something on it is broken. The guard itself is the same script everywhere; where it lies and what makes
 * a node act at a deadline without Muster differ from site to site.
 *
 * @param command the words before a verb of the guard: the guard's script and its folder on that node
 * @param alarm a script that does {@code $1} for the harm whose id is {@code $2}: {@code set} has the guard's verb {@code watch} started in
 *     {@code $3} centiseconds at the latest, by something that outlives whoever asked; {@code shows} exits with 0 if that is so and prints
 *     what will do it; {@code ring} has it look at its deadline now; {@code clear} leaves nothing of it, and may be repeated
 */
public record Guarding(String command, String alarm) {}
