/** What a run means: figures, sentences, verdicts and the exit code, from the evidence alone. Knows no file format but its own JSON. */
@NullMarked
package muster.engine.report;

import org.jspecify.annotations.NullMarked;
