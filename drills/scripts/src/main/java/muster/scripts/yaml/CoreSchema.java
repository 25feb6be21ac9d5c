package muster.scripts.yaml;

import java.util.regex.Pattern;

/** What a plain scalar is: YAML 1.2.2, section 10.3.2, "Tag Resolution" of the core schema. */
final class CoreSchema {

    private static final Pattern NOTHING = Pattern.compile("|~|null|Null|NULL");

    private static final Pattern TRUTH = Pattern.compile("true|True|TRUE|false|False|FALSE");

    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");

    private static final Pattern FRACTION = Pattern.compile(
            "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    private CoreSchema() {}

    static Node.Kind kind(String plain) {
        if (NOTHING.matcher(plain).matches()) {
            return Node.Kind.NOTHING;
        }
        if (TRUTH.matcher(plain).matches()) {
            return Node.Kind.TRUTH;
        }
        if (WHOLE.matcher(plain).matches()) {
            return Node.Kind.WHOLE;
        }
        return FRACTION.matcher(plain).matches() ? Node.Kind.FRACTION : Node.Kind.TEXT;
    }
}
