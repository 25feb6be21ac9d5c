package muster.engine.fault;

/** Which of its peers a member's links are cut to. */
public enum Reach {
    /** One of those that the step does not hit: the leader if it is among them. */
    ONE,
    /** All of those that the step does not hit. */
    REST
}
