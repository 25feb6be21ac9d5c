package muster.scripts.shape;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import muster.scripts.yaml.Node;
import muster.scripts.yaml.Problems;
import muster.scripts.yaml.Quoted;

/**
 * A mapping of known words.
 *
 * @param fields the words, in the order in which they are named
 * @param make turns the values into one; empty if, and only if, it has refused one of them
 */
public record Fields<T>(List<Field<?>> fields, Function<Values, Optional<T>> make) implements Shape<T> {

    /** Copies the list. */
    public Fields {
        fields = List.copyOf(fields);
    }

    /** The words. */
    private List<String> words() {
        return fields.stream().map(Field::word).toList();
    }

    @Override
    public String wants() {
        return words().stream().map(word -> word + ": …").collect(Collectors.joining(", ", "{", "}"));
    }

    @Override
    public Optional<T> read(Node node, String subject, Problems problems) {
        if (!(node instanceof Node.Mapping mapping)) {
            return Shape.mismatch(node, subject, wants(), problems);
        }
        int before = problems.count();
        Set<String> meant = refuseUnknown(mapping, problems);
        Map<String, Object> values = new HashMap<>();
        for (Field<?> field : fields) {
            value(field, mapping, meant, problems).ifPresent(value -> values.put(field.word(), value));
        }
        if (problems.count() > before || values.size() < fields.size()) {
            return Optional.empty();
        }
        return make.apply(new Values(mapping, values, problems));
    }

    /** The known words that the unknown ones were meant to be: nobody need be told that those are missing. */
    private Set<String> refuseUnknown(Node.Mapping mapping, Problems problems) {
        Set<String> meant = new HashSet<>();
        for (Node.Entry entry : mapping.entries()) {
            if (words().contains(entry.word())) {
                continue;
            }
            List<String> free = words().stream()
                    .filter(word -> mapping.value(word).isEmpty())
                    .toList();
            Optional<String> near = Nearest.to(entry.word(), free);
            near.ifPresent(meant::add);
            problems.add(
                    entry.place(),
                    "unknown word %s; %s".formatted(Quoted.of(entry.word()), Nearest.hint(near, words())));
        }
        return meant;
    }

    private static <F> Optional<F> value(Field<F> field, Node.Mapping mapping, Set<String> meant, Problems problems) {
        Optional<Node> node = mapping.value(field.word());
        if (node.isPresent()) {
            return field.shape().read(node.get(), field.word(), problems);
        }
        if (field.required() && !meant.contains(field.word())) {
            problems.add(
                    mapping.place(),
                    "the word %s is missing; it takes %s"
                            .formatted(Quoted.of(field.word()), field.shape().wants()));
        }
        return field.ifAbsent();
    }
}
