/** Exams: what is asked of a learner, and how it is marked. A mark follows from the evidence of a run, never from what somebody says. */
@NullMarked
package muster.engine.practice;

import org.jspecify.annotations.NullMarked;
