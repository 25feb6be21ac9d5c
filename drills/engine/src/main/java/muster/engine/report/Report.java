package muster.engine.report;

import muster.engine.drill.Drill;
import muster.engine.history.Evidence;

/**
 * What every writer renders.
 *
 * @param drill what was asked
 * @param evidence what happened
 * @param findings what it means
 */
public record Report(Drill drill, Evidence evidence, Findings findings) {}
