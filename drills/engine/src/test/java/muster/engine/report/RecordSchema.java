package muster.engine.report;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import muster.engine.history.Codec;
import org.jspecify.annotations.Nullable;

/** The JSON Schema of what {@link Codec} writes for a record, read from the record itself. */
final class RecordSchema {

    private final Map<String, Object> definitions = new TreeMap<>();

    private RecordSchema() {}

    static String of(Class<? extends Record> root, String title) {
        RecordSchema schema = new RecordSchema();
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        whole.put("title", title);
        whole.putAll(schema.reference(root));
        whole.put("$defs", schema.definitions);
        return Codec.writeIndented(whole) + "\n";
    }

    private Map<String, Object> reference(Class<?> type) {
        String name = type.getSimpleName();
        if (!definitions.containsKey(name)) {
            definitions.put(name, true);
            definitions.put(name, type.isSealed() ? variants(type) : object(type));
        }
        return Map.of("$ref", "#/$defs/" + name);
    }

    private Map<String, Object> variants(Class<?> type) {
        List<Map<String, Object>> variants = new ArrayList<>();
        for (Class<?> variant : Objects.requireNonNull(type.getPermittedSubclasses())) {
            variants.add(reference(variant));
        }
        return Map.of("oneOf", variants);
    }

    private Map<String, Object> object(Class<?> type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        if (Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed)) {
            properties.put("is", Map.of("const", Codec.kebab(type.getSimpleName())));
            required.add("is");
        }
        for (RecordComponent component : Objects.requireNonNull(type.getRecordComponents())) {
            properties.put(component.getName(), value(component.getGenericType()));
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required.add(component.getName());
            }
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("properties", properties);
        object.put("required", required);
        object.put("additionalProperties", false);
        return object;
    }

    private Map<String, Object> value(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == List.class
                    ? ordered("type", "array", "items", value(arguments[0]))
                    : ordered("type", "object", "additionalProperties", value(arguments[1]));
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isRecord() || raw.isSealed()) {
            return reference(raw);
        }
        if (raw.isEnum()) {
            return Map.of(
                    "enum",
                    Arrays.stream(Objects.requireNonNull(raw.getEnumConstants()))
                            .map(constant -> Codec.kebab(((Enum<?>) constant).name()))
                            .toList());
        }
        return scalar(raw);
    }

    private static Map<String, Object> scalar(Class<?> type) {
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return Map.of("type", "integer");
        }
        if (type == double.class) {
            return Map.of("type", "number");
        }
        if (type == boolean.class) {
            return Map.of("type", "boolean");
        }
        if (type == Duration.class) {
            return ordered("type", "string", "format", "duration");
        }
        if (type == Instant.class) {
            return ordered("type", "string", "format", "date-time");
        }
        if (type == URI.class) {
            return ordered("type", "string", "format", "uri");
        }
        if (type == String.class) {
            return Map.of("type", "string");
        }
        throw new IllegalArgumentException("no JSON Schema for " + type);
    }

    private static Map<String, Object> ordered(String first, Object one, String second, Object other) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(first, one);
        map.put(second, other);
        return map;
    }
}
