package dev.penstock.functions.java.guest;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A handler named {@code pkg.Class::method}. Of the public methods with that name the one with the most parameters wins,
 * where a last parameter of type Context counts twice and bridge methods come last; shapes that cannot be called are
 * passed over.
 */
record HandlerMethod(Method method, @Nullable Object target) {

    static EventHandler bind(Class<?> type, String name, HandlerLoader loader) throws GuestFault {
        Method method = select(type, name, loader);
        Object target = Modifier.isStatic(method.getModifiers()) ? null : loader.newInstance(type);
        HandlerMethod bound = new HandlerMethod(method, target);
        if (!isStream(method)) {
            return bound.withObjects(loader);
        }
        if (method.getReturnType() != void.class && method.getReturnType() != Void.class) {
            loader.note("Will ignore return type " + method.getReturnType() + " on byte stream handler");
        }
        return bound::callWithStreams;
    }

    private static Method select(Class<?> type, String name, HandlerLoader loader) throws GuestFault {
        for (Method candidate : candidates(type, name)) {
            String problem = problemOf(candidate.getParameterTypes());
            if (problem == null) {
                return candidate;
            }
            loader.note("Ignoring an overload of method " + name + ": " + problem);
        }
        throw GuestFault.of("No public method named " + name + " with appropriate method signature found on class "
                + type.getName());
    }

    private static List<Method> candidates(Class<?> type, String name) throws GuestFault {
        try {
            return Arrays.stream(type.getMethods())
                    .filter(method -> method.getName().equals(name))
                    .sorted(Comparator.comparing(Method::isBridge)
                            .thenComparing(HandlerMethod::rank, Comparator.reverseOrder()))
                    .toList();
        } catch (NoClassDefFoundError missing) {
            throw GuestFault.of("Error loading method " + name + " on class " + type.getName(), missing);
        }
    }

    private static int rank(Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        boolean contextLast = parameters.length > 0 && parameters[parameters.length - 1] == Context.class;
        return parameters.length + (contextLast ? 1 : 0);
    }

    /** Why a method with these parameters cannot be called; null when it can. */
    private static @Nullable String problemOf(Class<?>[] p) {
        return switch (p.length) {
            case 0, 1 -> null;
            case 2 -> problemOfTwo(p[0], p[1]);
            case 3 ->
                p[0] == InputStream.class && p[1] == OutputStream.class && p[2] == Context.class
                        ? null
                        : "three parameters must be (InputStream, OutputStream, Context)";
            default -> "it has " + p.length + " parameters, and at most 3 can be given";
        };
    }

    private static @Nullable String problemOfTwo(Class<?> first, Class<?> second) {
        if (first == Context.class) {
            return "its first of two parameters is Context";
        }
        boolean streams = first == InputStream.class && second == OutputStream.class;
        return streams || second == Context.class ? null : "its second parameter is " + second.getName();
    }

    private static boolean isStream(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .anyMatch(type -> type == InputStream.class || type == OutputStream.class);
    }

    private void callWithStreams(InputStream event, OutputStream result, GuestContext context) throws Throwable {
        Class<?>[] parameters = method.getParameterTypes();
        @Nullable Object[] arguments = new @Nullable Object[parameters.length];
        boolean writes = false;
        for (int i = 0; i < parameters.length; i++) {
            writes |= parameters[i] == OutputStream.class;
            arguments[i] =
                    parameters[i] == InputStream.class ? event : parameters[i] == OutputStream.class ? result : context;
        }
        call(arguments);
        if (!writes) {
            ObjectHandler.writeNull(result);
        }
    }

    private EventHandler withObjects(HandlerLoader loader) throws GuestFault {
        Type[] parameters = method.getGenericParameterTypes();
        boolean takesEvent = parameters.length > 0 && parameters[0] != Context.class;
        boolean takesContext = parameters.length > 0 && parameters[parameters.length - 1] == Context.class;
        ObjectHandler.Call call = takesEvent
                ? takesContext ? (event, context) -> call(event, context) : (event, context) -> call(event)
                : takesContext ? (event, context) -> call(context) : (event, context) -> call();
        return loader.objectHandler(call, takesEvent ? parameters[0] : null, method.getGenericReturnType());
    }

    private @Nullable Object call(@Nullable Object... arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            Throwable cause = failure.getCause();
            throw cause == null ? failure : cause;
        }
    }
}
