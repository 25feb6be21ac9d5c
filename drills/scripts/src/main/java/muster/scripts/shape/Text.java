package muster.scripts.shape;

import java.util.Optional;
import java.util.regex.Pattern;
import muster.scripts.yaml.Node;
import muster.scripts.yaml.Problems;

/**
 * Prose. The value is stripped of blanks at both ends.
 *
 * @param most how many code points at most
 * @param oneLine true if it must not hold a line break
 */
public record Text(int most, boolean oneLine) implements Shape<String> {

    private static final Pattern FILLED = Pattern.compile("\\S");

    private static final Pattern ONE_LINE = Pattern.compile("^[^\\r\\n]*\\S[^\\r\\n]*\\s*$");

    /** The regular expression that must be found in it. */
    public Pattern pattern() {
        return oneLine ? ONE_LINE : FILLED;
    }

    @Override
    public String wants() {
        return (oneLine ? "one line of text" : "text") + " of at most %d characters".formatted(most);
    }

    @Override
    public Optional<String> read(Node node, String subject, Problems problems) {
        if (!(node instanceof Node.Scalar scalar)) {
            return Shape.mismatch(node, subject, wants(), problems);
        }
        if (scalar.kind() != Node.Kind.TEXT && scalar.kind() != Node.Kind.NOTHING) {
            return Shape.mismatch(node, subject, wants() + " (put it in quotes)", problems);
        }
        int length = scalar.text().codePointCount(0, scalar.text().length());
        if (scalar.kind() == Node.Kind.NOTHING
                || length > most
                || !pattern().matcher(scalar.text()).find()) {
            return Shape.mismatch(node, subject, wants(), problems);
        }
        return Optional.of(scalar.text().strip());
    }
}
