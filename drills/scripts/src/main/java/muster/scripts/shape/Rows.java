package muster.scripts.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import muster.scripts.yaml.Node;
import muster.scripts.yaml.Problems;

/**
 * A list with at least one row.
 *
 * @param noun what a row is: "step"
 * @param row what may stand in one
 */
public record Rows<T>(String noun, Shape<T> row) implements Shape<List<Placed<T>>> {

    @Override
    public String wants() {
        return "a list of at least one " + noun;
    }

    @Override
    public Optional<List<Placed<T>>> read(Node node, String subject, Problems problems) {
        if (!(node instanceof Node.Rows found) || found.rows().isEmpty()) {
            return node instanceof Node.Rows
                    ? Shape.mismatch(node, subject, wants() + ", each after a dash", problems)
                    : Shape.mismatch(node, subject, wants(), problems);
        }
        List<Placed<T>> values = new ArrayList<>();
        for (Node each : found.rows()) {
            row.read(each, "a " + noun, problems).ifPresent(value -> values.add(new Placed<>(each.place(), value)));
        }
        return values.size() == found.rows().size() ? Optional.of(List.copyOf(values)) : Optional.empty();
    }
}
