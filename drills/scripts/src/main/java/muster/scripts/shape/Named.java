package muster.scripts.shape;

import java.util.Optional;
import java.util.function.Supplier;
import muster.scripts.yaml.Node;
import muster.scripts.yaml.Problems;

/**
 * A shape under a name, so that it can hold itself.
 *
 * @param name its name in the schema
 * @param shape gives the shape, once all shapes are made
 */
public record Named<T>(String name, Supplier<Shape<T>> shape) implements Shape<T> {

    @Override
    public String wants() {
        return shape.get().wants();
    }

    @Override
    public Optional<T> read(Node node, String subject, Problems problems) {
        return shape.get().read(node, subject, problems);
    }
}
