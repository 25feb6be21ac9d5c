package muster.kubernetes.site;

/** What may be broken on a cluster, by the word of its owner. */
@FunctionalInterface
public interface Permit {

    /**
     * Refuses what was not allowed.
     *
     * @param node where
     * @param fault the fault's word
     * @throws muster.engine.history.OperatorException if it was not
     */
    void demand(String node, String fault);

    /** For whoever only looks and works out what a drill would do. */
    static Permit looking() {
        return (node, fault) -> {};
    }
}
