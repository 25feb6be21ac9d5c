/** The same failure in two stores, side by side: a fold over the findings of runs of both. Nothing here reads a file or judges a run. */
@NullMarked
package muster.engine.report.contrast;

import org.jspecify.annotations.NullMarked;
