package muster.scripts.shape;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import muster.scripts.yaml.Node;
import muster.scripts.yaml.Problems;

/**
 * A short text with a form, such as {@code 250ms}.
 *
 * @param wants what it is, with an example
 * @param pattern the form, from {@code ^} to {@code $}; what both Java and ECMA 262 understand
 * @param meaning turns a text of that form into the value; empty if the value is out of its bounds
 */
public record Written<T>(String wants, Pattern pattern, Function<String, Optional<T>> meaning) implements Shape<T> {

    /** The same texts with another meaning. */
    public <S> Written<S> as(Function<T, S> other) {
        return new Written<>(wants, pattern, text -> meaning.apply(text).map(other));
    }

    /** The value of a text, if it has the form and is within the bounds. */
    public Optional<T> value(String text) {
        return pattern.matcher(text).matches() ? meaning.apply(text) : Optional.empty();
    }

    @Override
    public Optional<T> read(Node node, String subject, Problems problems) {
        if (!(node instanceof Node.Scalar scalar) || scalar.kind() != Node.Kind.TEXT) {
            return Shape.mismatch(node, subject, wants, problems);
        }
        Optional<T> value = value(scalar.text());
        return value.isPresent() ? value : Shape.mismatch(node, subject, wants, problems);
    }
}
