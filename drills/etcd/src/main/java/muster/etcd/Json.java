package muster.etcd;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One answer of the JSON gateway. Fields are found by their path with dots; list elements of scalars under one path. The gateway leaves
 * out what is zero, false or empty, and writes 64-bit numbers as strings.
 */
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final Map<String, List<String>> values = new HashMap<>();

    private Json() {}

    /** @throws IOException if the text is not one JSON object */
    static Json read(String text) throws IOException {
        Json json = new Json();
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no JSON object");
            }
            json.fields(parser, "");
        }
        return json;
    }

    private void fields(JsonParser parser, String prefix) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String path = prefix + parser.currentName();
            parser.nextToken();
            value(parser, path);
        }
    }

    private void value(JsonParser parser, String path) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            fields(parser, path + ".");
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                value(parser, path);
            }
        } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
            values.computeIfAbsent(path, missing -> new ArrayList<>()).add(parser.getText());
        }
    }

    /** The scalars under a path; empty if there is none. */
    List<String> texts(String path) {
        return List.copyOf(values.getOrDefault(path, List.of()));
    }

    /** The scalar under a path, or null. */
    @Nullable
    String text(String path) {
        List<String> found = values.get(path);
        return found == null ? null : found.getFirst();
    }

    /**
     * The unsigned 64-bit number under a path, or 0.
     *
     * @throws NumberFormatException if something else stands there
     */
    long number(String path) {
        String text = text(path);
        return text == null ? 0 : Long.parseUnsignedLong(text);
    }

    /** True if something stands under that path or below it. */
    boolean has(String path) {
        return values.keySet().stream().anyMatch(key -> key.equals(path) || key.startsWith(path + "."));
    }

    /** True if {@code true} stands there. */
    boolean truth(String path) {
        return "true".equals(text(path));
    }
}
