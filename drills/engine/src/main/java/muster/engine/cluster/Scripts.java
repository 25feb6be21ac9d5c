package muster.engine.cluster;

/**
 * What a lever means on one node: four POSIX shell scripts, run as the node's root.
 *
 * @param inject does the harm; exit 0 when done
 * @param bit exit 0 if the harm has its effect, judged by the effect and never by reading our own rule back; prints what was seen
 * @param heal undoes it; may be repeated, and run without {@code inject}, without effect
 * @param clean exit 0 if nothing of the harm is left and the member runs; prints what was seen
 */
public record Scripts(String inject, String bit, String heal, String clean) {}
