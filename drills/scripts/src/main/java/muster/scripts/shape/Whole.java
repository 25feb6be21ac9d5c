package muster.scripts.shape;

import java.util.Optional;
import java.util.regex.Pattern;
import muster.scripts.yaml.Node;
import muster.scripts.yaml.Problems;

/** A whole number in decimal digits, both bounds included. */
public record Whole(int least, int most) implements Shape<Integer> {

    private static final Pattern DIGITS = Pattern.compile("0|[1-9][0-9]{0,8}");

    @Override
    public String wants() {
        return "a whole number from %d to %d".formatted(least, most);
    }

    @Override
    public Optional<Integer> read(Node node, String subject, Problems problems) {
        if (!(node instanceof Node.Scalar scalar)
                || scalar.kind() != Node.Kind.WHOLE
                || !DIGITS.matcher(scalar.text()).matches()) {
            return Shape.mismatch(node, subject, wants(), problems);
        }
        int value = Integer.parseInt(scalar.text());
        return value < least || value > most ? Shape.mismatch(node, subject, wants(), problems) : Optional.of(value);
    }
}
