package muster.engine.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON and back. A record is an object with its components in order; a component that is null is left out; a type that is
 * sealed adds {@code "is"} with the variant's name in lower case with hyphens; durations and instants are ISO 8601, constants lower
 * case with hyphens. One mechanism for the journal, the views, the plan and the report, so that none of them can drift from its type.
 */
public final class Codec {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String VARIANT = "is";

    private Codec() {}

    /** The value as one line of JSON. */
    public static String write(Object value) {
        return write(value, false);
    }

    /** The value as indented JSON, for files that people open. */
    public static String writeIndented(Object value) {
        return write(value, true);
    }

    /**
     * The value that a text stands for.
     *
     * @throws IllegalArgumentException if the text is no JSON, or is not a value of that type; the message names the place
     */
    public static <T> T read(Class<T> type, String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            Object tree = tree(parser);
            return type.cast(Objects.requireNonNull(shape(type, tree, type.getSimpleName())));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "not JSON: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }

    /** The name of a constant or a variant as it stands in files: lower case with hyphens. */
    public static String kebab(String name) {
        return name.replace('_', '-').replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static String write(Object value, boolean indented) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            if (indented) {
                json.useDefaultPrettyPrinter();
            }
            put(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void put(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case String text -> json.writeString(text);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Boolean truth -> json.writeBoolean(truth);
            case Enum<?> constant -> json.writeString(kebab(constant.name()));
            case Duration duration -> json.writeString(duration.toString());
            case Instant instant -> json.writeString(instant.toString());
            case URI uri -> json.writeString(uri.toString());
            case List<?> list -> {
                json.writeStartArray();
                for (Object element : list) {
                    put(json, element);
                }
                json.writeEndArray();
            }
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    json.writeFieldName(String.valueOf(entry.getKey()));
                    put(json, entry.getValue());
                }
                json.writeEndObject();
            }
            case Record record -> putRecord(json, record);
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        }
    }

    private static void putRecord(JsonGenerator json, Record record) throws IOException {
        RecordShape shape = RecordShape.of(record.getClass());
        json.writeStartObject();
        if (shape.variant() != null) {
            json.writeStringField(VARIANT, shape.variant());
        }
        for (RecordShape.Component component : shape.components()) {
            Object value = component.of(record);
            if (value != null) {
                json.writeFieldName(component.name());
                put(json, value);
            }
        }
        json.writeEndObject();
    }

    private static @Nullable Object tree(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IllegalArgumentException("nothing there");
        }
        return switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    fields.put(name, tree(parser));
                }
                yield fields;
            }
            case START_ARRAY -> {
                List<@Nullable Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(tree(parser));
                }
                yield elements;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalArgumentException("unexpected " + token);
        };
    }

    private static @Nullable Object shape(Type type, @Nullable Object tree, String place) {
        if (tree == null) {
            return null;
        }
        if (type instanceof ParameterizedType generic) {
            return shapeGeneric(generic, tree, place);
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isRecord() || raw.isSealed()) {
            return shapeRecord(raw, tree, place);
        }
        try {
            return shapeScalar(raw, tree);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "%s: %s is no %s".formatted(place, tree, raw.getSimpleName().toLowerCase(Locale.ROOT)), e);
        }
    }

    private static Object shapeScalar(Class<?> type, Object tree) {
        if (type.isEnum()) {
            for (Object constant : Objects.requireNonNull(type.getEnumConstants())) {
                if (kebab(((Enum<?>) constant).name()).equals(tree)) {
                    return constant;
                }
            }
            throw new IllegalArgumentException("no such constant");
        }
        return switch (type.getName()) {
            case "java.lang.String" -> (String) tree;
            case "int", "java.lang.Integer" -> Math.toIntExact((Long) tree);
            case "long", "java.lang.Long" -> (Long) tree;
            case "double", "java.lang.Double" -> ((Number) tree).doubleValue();
            case "boolean", "java.lang.Boolean" -> (Boolean) tree;
            case "java.time.Duration" -> Duration.parse((String) tree);
            case "java.time.Instant" -> Instant.parse((String) tree);
            case "java.net.URI" -> URI.create((String) tree);
            default -> throw new IllegalArgumentException("no JSON for " + type);
        };
    }

    private static Object shapeGeneric(ParameterizedType type, Object tree, String place) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == List.class && tree instanceof List<?> list) {
            List<Object> shaped = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                shaped.add(Objects.requireNonNull(shape(arguments[0], list.get(i), place + "[" + i + "]")));
            }
            return List.copyOf(shaped);
        }
        if (type.getRawType() == Map.class && tree instanceof Map<?, ?> map) {
            Map<String, Object> shaped = new LinkedHashMap<>();
            map.forEach((key, value) -> shaped.put(
                    String.valueOf(key), Objects.requireNonNull(shape(arguments[1], value, place + "." + key))));
            return shaped;
        }
        throw new IllegalArgumentException("%s: not a value of %s".formatted(place, type));
    }

    private static Object shapeRecord(Class<?> type, Object tree, String place) {
        if (!(tree instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException("%s: an object is wanted, not %s".formatted(place, tree));
        }
        Class<?> variant = type.isSealed() ? variant(type, fields.get(VARIANT), place) : type;
        RecordShape shape = RecordShape.of(variant);
        @Nullable Object[] values = new @Nullable Object[shape.components().size()];
        Map<Object, Object> unread = new HashMap<>(fields);
        unread.remove(VARIANT);
        for (int i = 0; i < values.length; i++) {
            RecordShape.Component component = shape.components().get(i);
            String inner = place + "." + component.name();
            values[i] = shape(component.type(), unread.remove(component.name()), inner);
            if (values[i] == null && !component.optional()) {
                throw new IllegalArgumentException(inner + " is missing");
            }
        }
        if (!unread.isEmpty()) {
            throw new IllegalArgumentException("%s: unknown word %s".formatted(place, unread.keySet()));
        }
        try {
            return shape.constructor().newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("%s: %s".formatted(place, e.getCause()), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("record " + variant + " cannot be made", e);
        }
    }

    private static Class<?> variant(Class<?> sealed, @Nullable Object name, String place) {
        Class<?> variant = RecordShape.variants(sealed).get(String.valueOf(name));
        if (variant == null) {
            throw new IllegalArgumentException("%s: no %s is called %s".formatted(place, sealed.getSimpleName(), name));
        }
        return variant;
    }
}
