/** Calibrations of the whole tool on a real lab. Programs that print distributions, not tests. */
@NullMarked
package muster.cli.bench;

import org.jspecify.annotations.NullMarked;
