package muster.engine.run;

import muster.engine.drill.Drill;

/**
 * What is asked of a runner.
 *
 * @param drill what to do
 * @param drillText the drill as it was read, kept beside the evidence
 * @param plan what was shown before
 * @param command what was typed, kept beside the evidence
 * @param version Muster's version
 */
public record RunRequest(Drill drill, String drillText, Plan plan, String command, String version) {}
