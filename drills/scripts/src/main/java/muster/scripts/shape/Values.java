package muster.scripts.shape;

import java.util.Map;
import java.util.Objects;
import muster.scripts.yaml.Node;
import muster.scripts.yaml.Place;
import muster.scripts.yaml.Problems;

/** The values of all fields of one mapping, each right by itself, and a way to refuse them together. */
public final class Values {

    private final Node.Mapping mapping;

    private final Map<String, Object> values;

    private final Problems problems;

    Values(Node.Mapping mapping, Map<String, Object> values, Problems problems) {
        this.mapping = mapping;
        this.values = values;
        this.problems = problems;
    }

    /** The value of a field of this mapping. */
    @SuppressWarnings("unchecked") // Fields puts under a field's word nothing but what that field's shape has read
    public <T> T get(Field<T> field) {
        return (T) Objects.requireNonNull(values.get(field.word()), field.word());
    }

    /** Where the field's value stands; where the mapping begins if the word was left out. */
    public Place place(Field<?> field) {
        return mapping.value(field.word()).map(Node::place).orElse(mapping.place());
    }

    /** Tells that a value does not go together with the others. */
    public void refuse(Place place, String text) {
        problems.add(place, text);
    }
}
