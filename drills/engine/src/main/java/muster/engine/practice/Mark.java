package muster.engine.practice;

/**
 * How one task was done.
 *
 * @param task which
 * @param passed true if the evidence shows that it was done
 * @param why what the evidence shows, in a sentence
 * @param run the run that shows it
 */
public record Mark(Task task, boolean passed, String why, String run) {}
