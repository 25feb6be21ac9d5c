package muster.engine.report.contrast;

import muster.engine.report.Findings;

/**
 * A run with its report.
 *
 * @param run its name, such as {@code etcd-leader-kill/2026-11-21T02-03-04Z}
 * @param findings what it found
 */
public record Judged(String run, Findings findings) {}
