package muster.engine.fault;

import muster.engine.cluster.Scripts;
import muster.engine.history.Member;

/**
 * A fault resolved on one node.
 *
 * @param fault the fault's word
 * @param member whom it hits
 * @param scripts how it is done, proved, undone and proved undone
 */
public record Harm(String fault, Member member, Scripts scripts) {}
