package dev.penstock.functions.java;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which event and result types a {@code RequestHandler} declares: breadth-first through generic interfaces and
 * superclasses, following type variables. A variable that stays open counts as its bound, if that says more than Object.
 */
final class HandlerTypes {

    private HandlerTypes() {}

    /** Event and result type, in this order. */
    static Type[] of(Class<?> handler) throws HandlerFault {
        Map<TypeVariable<?>, Type> known = new HashMap<>();
        Deque<Type> open = new ArrayDeque<>();
        open.add(handler);
        while (!open.isEmpty()) {
            Type next = open.remove();
            Class<?> raw = rawOf(next);
            if (next instanceof ParameterizedType declared) {
                Type[] arguments = declared.getActualTypeArguments();
                for (int i = 0; i < arguments.length; i++) {
                    known.put(raw.getTypeParameters()[i], arguments[i]);
                }
                if (raw == RequestHandler.class) {
                    return new Type[] {resolve(arguments[0], known, handler), resolve(arguments[1], known, handler)};
                }
            }
            open.addAll(List.of(raw.getGenericInterfaces()));
            Type parent = raw.getGenericSuperclass();
            if (parent != null) {
                open.add(parent);
            }
        }
        throw notConcrete(handler);
    }

    private static Type resolve(Type type, Map<TypeVariable<?>, Type> known, Class<?> handler) throws HandlerFault {
        Type resolved = type;
        while (resolved instanceof TypeVariable<?> variable) {
            Type argument = known.get(variable);
            if (argument == null) {
                Type bound = variable.getBounds()[0];
                if (bound == Object.class) {
                    throw notConcrete(handler);
                }
                argument = bound;
            }
            resolved = argument;
        }
        return resolved;
    }

    private static Class<?> rawOf(Type type) {
        return (Class<?>) (type instanceof ParameterizedType declared ? declared.getRawType() : type);
    }

    private static HandlerFault notConcrete(Class<?> handler) {
        return HandlerFault.badHandler("Class %s does not implement RequestHandler with concrete type parameters"
                .formatted(handler.getName()));
    }
}
