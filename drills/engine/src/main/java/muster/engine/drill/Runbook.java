package muster.engine.drill;

/**
 * What an operator does when it happens unasked; the words of the runbook page.
 *
 * @param symptom what is seen
 * @param first what to look at first
 * @param decide what to decide, and by what
 * @param verify how to know that it is over
 */
public record Runbook(String symptom, String first, String decide, String verify) {}
