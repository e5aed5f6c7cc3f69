package dev.penstock.functions.java;

import com.amazonaws.services.lambda.runtime.Context;
import dev.penstock.platform.data.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A handler named {@code pkg.Class::method}. Of the public methods with that name the one with the most parameters wins,
 * where a last parameter of type Context counts twice and bridge methods come last; shapes that cannot be called are
 * passed over.
 */
record HandlerMethod(Method method, @Nullable Object target) {

    static EventHandler bind(Class<?> type, String name, HandlerLoader loader)
            throws HandlerFault, ReflectiveOperationException {
        Method method = select(type, name);
        Object target = Modifier.isStatic(method.getModifiers()) ? null : loader.newInstance(type);
        HandlerMethod bound = new HandlerMethod(method, target);
        return isStream(method) ? bound::callWithStreams : bound.withObjects(loader.codec());
    }

    private static Method select(Class<?> type, String name) throws HandlerFault {
        List<Method> candidates = Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name))
                .sorted(Comparator.comparing(Method::isBridge)
                        .thenComparing(HandlerMethod::rank, Comparator.reverseOrder()))
                .toList();
        return candidates.stream()
                .filter(HandlerMethod::isCallable)
                .findFirst()
                .orElseThrow(() -> HandlerFault.of(
                        "No public method named %s with appropriate method signature found on class %s"
                                .formatted(name, type.getName()),
                        NoSuchMethodException.class));
    }

    private static int rank(Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        boolean contextLast = parameters.length > 0 && parameters[parameters.length - 1] == Context.class;
        return parameters.length + (contextLast ? 1 : 0);
    }

    private static boolean isCallable(Method method) {
        Class<?>[] p = method.getParameterTypes();
        return switch (p.length) {
            case 0, 1 -> true;
            case 2 ->
                (p[0] != Context.class && p[1] == Context.class)
                        || (p[0] == InputStream.class && p[1] == OutputStream.class);
            case 3 -> p[0] == InputStream.class && p[1] == OutputStream.class && p[2] == Context.class;
            default -> false;
        };
    }

    private static boolean isStream(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .anyMatch(type -> type == InputStream.class || type == OutputStream.class);
    }

    private Bytes callWithStreams(Bytes event, Context context) throws Throwable {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        boolean writes = false;
        Class<?>[] parameters = method.getParameterTypes();
        @Nullable Object[] arguments = new @Nullable Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            writes |= parameters[i] == OutputStream.class;
            arguments[i] = parameters[i] == InputStream.class
                    ? event.asStream()
                    : parameters[i] == OutputStream.class ? output : context;
        }
        call(arguments);
        return writes ? Bytes.wrap(output.toByteArray()) : EventHandler.NULL;
    }

    private EventHandler withObjects(PayloadCodec codec) throws ReflectiveOperationException {
        Class<?>[] parameters = method.getParameterTypes();
        boolean takesEvent = parameters.length > 0 && parameters[0] != Context.class;
        Function<InputStream, Object> reader =
                takesEvent ? codec.reader(method.getGenericParameterTypes()[0]) : event -> event;
        Class<?> result = method.getReturnType();
        boolean returns = result != void.class && result != Void.class;
        Function<Object, Bytes> writer =
                returns ? codec.writer(method.getGenericReturnType()) : none -> EventHandler.NULL;
        return (event, context) -> {
            @Nullable Object[] arguments = new @Nullable Object[parameters.length];
            for (int i = 0; i < parameters.length; i++) {
                arguments[i] = parameters[i] == Context.class ? context : reader.apply(event.asStream());
            }
            return writer.apply(call(arguments));
        };
    }

    private Object call(@Nullable Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw HandlerFault.unwrap(failure);
        }
    }
}
