package dev.penstock.functions.java.guest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds Jackson's annotations on event classes. AWS's default serializer is a copy of Jackson in another package, which
 * does not see them: a property renamed by {@code @JsonProperty} stays null, here as there.
 */
final class UnseenAnnotations {
    private static final Pattern ANNOTATION = Pattern.compile("Lcom/fasterxml/jackson/(databind/)?annotation/");
    private static final int MAX_CLASSES = 50;

    private UnseenAnnotations() {}

    /** One sentence for each class with such annotations, of the type and what its fields hold. */
    static List<String> in(Type type, ClassLoader loader) {
        List<String> found = new ArrayList<>();
        Set<Class<?>> seen = new HashSet<>();
        Deque<Type> open = new ArrayDeque<>(List.of(type));
        while (!open.isEmpty() && seen.size() < MAX_CLASSES) {
            Type next = open.remove();
            if (next instanceof ParameterizedType generic) {
                open.addAll(List.of(generic.getActualTypeArguments()));
            } else if (next instanceof Class<?> known && isUsers(known, loader) && seen.add(known)) {
                if (isAnnotated(known, loader)) {
                    found.add(sentence(known));
                }
                for (Field field : known.getDeclaredFields()) {
                    open.add(field.getGenericType());
                }
            }
        }
        return found;
    }

    private static boolean isUsers(Class<?> type, ClassLoader loader) {
        return type.getClassLoader() == loader && !type.getName().startsWith("com.amazonaws.");
    }

    /** Looks into the class file: the annotations themselves need not be there at run time. */
    private static boolean isAnnotated(Class<?> type, ClassLoader loader) {
        try (InputStream content = loader.getResourceAsStream(type.getName().replace('.', '/') + ".class")) {
            return content != null
                    && ANNOTATION
                            .matcher(new String(content.readAllBytes(), ISO_8859_1))
                            .find();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String sentence(Class<?> type) {
        return "Jackson annotation not seen by the default serializer: " + type.getName()
                + " carries annotations of com.fasterxml.jackson, which AWS ignores because its serializer is a copy of"
                + " Jackson in another package. Name the properties as in the JSON, or provide a"
                + " com.amazonaws.services.lambda.runtime.CustomPojoSerializer.";
    }
}
