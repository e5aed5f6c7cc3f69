package dev.penstock.functions.java.guest;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Which event and result types a {@code RequestHandler} declares. The search is breadth-first, interfaces before the
 * superclass, and ends at the first generic interface that is or extends RequestHandler: its own arguments count, also
 * when it is a user's interface that orders them otherwise. A variable that stays open needs a bound that says more than
 * Object. Source: observed on the Java runtime.
 */
final class HandlerTypes {

    private HandlerTypes() {}

    /** Event and result type, in this order. */
    static Type[] of(Class<?> handler) throws GuestFault {
        Type[] types = search(handler);
        if (types == null) {
            throw notConcrete(handler, "");
        }
        if (types.length != 2) {
            throw GuestFault.of(
                    "Invalid class signature for RequestHandler. Expected two generic types, got " + types.length);
        }
        for (Type type : types) {
            if (type instanceof TypeVariable<?> open && isUnbounded(open)) {
                throw notConcrete(handler, ": parameter " + open + " has no upper bound.");
            }
        }
        return types;
    }

    private static Type @Nullable [] search(Class<?> handler) {
        Deque<Declared> open = new ArrayDeque<>();
        open.add(new Declared(handler, new Type[0]));
        while (!open.isEmpty()) {
            Declared next = open.remove();
            for (Type parent : next.type().getGenericInterfaces()) {
                Declared declared = next.resolve(parent);
                if (parent instanceof ParameterizedType && RequestHandler.class.isAssignableFrom(declared.type())) {
                    return declared.arguments();
                }
                open.add(declared);
            }
            Type parent = next.type().getGenericSuperclass();
            if (parent != null) {
                open.add(next.resolve(parent));
            }
        }
        return null;
    }

    private static boolean isUnbounded(TypeVariable<?> variable) {
        return Arrays.stream(variable.getBounds()).allMatch(bound -> bound == Object.class);
    }

    private static GuestFault notConcrete(Class<?> handler, String detail) {
        return GuestFault.of("Class " + handler.getName()
                + " does not implement RequestHandler with concrete type parameters" + detail);
    }

    /** A class with the arguments it was given; none when it is raw or not generic. */
    @SuppressWarnings("ArrayRecordComponent") // inside this class only
    private record Declared(Class<?> type, Type[] arguments) {

        /** A direct supertype, with this type's arguments in place of its variables. */
        Declared resolve(Type parent) {
            if (!(parent instanceof ParameterizedType generic)) {
                return new Declared((Class<?>) parent, new Type[0]);
            }
            Type[] given = generic.getActualTypeArguments();
            for (int i = 0; i < given.length; i++) {
                given[i] = given[i] instanceof TypeVariable<?> variable ? argumentOf(variable) : given[i];
            }
            return new Declared((Class<?>) generic.getRawType(), given);
        }

        private Type argumentOf(TypeVariable<?> variable) {
            TypeVariable<?>[] own = type.getTypeParameters();
            for (int i = 0; i < arguments.length; i++) {
                if (own[i].equals(variable)) {
                    return arguments[i];
                }
            }
            return variable;
        }
    }
}
