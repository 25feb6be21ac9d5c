package muster.engine.history;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the codec must know of one record, asked of it once: reflection is too slow to ask again on every line.
 *
 * @param components its components, in order
 * @param constructor its canonical constructor
 * @param variant its name in files if it is a variant of a sealed type; null otherwise
 */
record RecordShape(
        List<Component> components,
        Constructor<?> constructor,
        @Nullable String variant) {

    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return read(type);
        }
    };

    private static final ClassValue<Map<String, Class<?>>> VARIANTS = new ClassValue<>() {
        @Override
        protected Map<String, Class<?>> computeValue(Class<?> sealed) {
            Map<String, Class<?>> variants = new LinkedHashMap<>();
            for (Class<?> permitted : Objects.requireNonNull(sealed.getPermittedSubclasses())) {
                if (permitted.isSealed()) {
                    variants.putAll(variants(permitted));
                } else {
                    variants.put(Codec.kebab(permitted.getSimpleName()), permitted);
                }
            }
            return variants;
        }
    };

    /** One component: its name, its type, whether it may be missing, and how it is read. */
    record Component(String name, Type type, boolean optional, Method accessor) {

        @Nullable
        Object of(Record record) {
            try {
                return accessor.invoke(record);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("record " + record.getClass() + " cannot be read", e);
            }
        }
    }

    static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    /** The variants of a sealed type, by their names in files. */
    static Map<String, Class<?>> variants(Class<?> sealed) {
        return VARIANTS.get(sealed);
    }

    private static RecordShape read(Class<?> type) {
        RecordComponent[] components = Objects.requireNonNull(type.getRecordComponents());
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            boolean variant = Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed);
            return new RecordShape(
                    Arrays.stream(components).map(RecordShape::component).toList(),
                    constructor,
                    variant ? Codec.kebab(type.getSimpleName()) : null);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("record " + type + " has no canonical constructor", e);
        }
    }

    private static Component component(RecordComponent component) {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        return new Component(component.getName(), component.getGenericType(), optional, accessor);
    }
}
