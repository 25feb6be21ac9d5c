package muster.scripts.shape;

import java.util.Optional;
import muster.scripts.yaml.Node;
import muster.scripts.yaml.Problems;

/** What may stand in one place of a file, and the value that it means. */
public sealed interface Shape<T> permits Text, Written, Whole, Rows, Fields, Choice, Named {

    /** What it wants, for a message: "a whole number from 1 to 64". */
    String wants();

    /**
     * Reads a node.
     *
     * @param subject what the node is, for a message: the word before it
     * @param problems takes what is wrong with it
     * @return the value; empty if, and only if, something is wrong and has been told
     */
    Optional<T> read(Node node, String subject, Problems problems);

    /** Tells that a node is not what a shape wants. */
    static <T> Optional<T> mismatch(Node node, String subject, String wants, Problems problems) {
        if (!(node instanceof Node.Refused)) {
            problems.add(node.place(), "%s must be %s; found %s".formatted(subject, wants, node.words()));
        }
        return Optional.empty();
    }
}
