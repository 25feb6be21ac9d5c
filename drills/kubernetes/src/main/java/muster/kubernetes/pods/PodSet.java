package muster.kubernetes.pods;

import muster.engine.history.OperatorException;

/**
 * A StatefulSet by its name.
 *
 * @param namespace where it is
 * @param name what it is called there
 */
public record PodSet(String namespace, String name) {

    /** The one that {@code k8s-manifests/postgres} makes. */
    public static final PodSet USUAL = new PodSet("muster-postgres", "postgres");

    private static final String WORD = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

    /**
     * Reads {@code NAMESPACE/NAME}.
     *
     * @throws OperatorException if it is nothing of the kind
     */
    public static PodSet of(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2 || !parts[0].matches(WORD) || !parts[1].matches(WORD)) {
            throw OperatorException.usage(
                    "\"%s\" is no StatefulSet: its namespace, a slash and its name are wanted".formatted(text),
                    "--statefulset " + USUAL);
        }
        return new PodSet(parts[0], parts[1]);
    }

    /** {@code NAMESPACE/NAME}. */
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
