package dev.penstock.functions.java.guest;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the user's handler and makes it callable, by the rules of AWS's Java runtime: a class by its interface (streams
 * before objects), a named method by its parameters.
 */
final class HandlerLoader {
    private final ClassLoader loader;
    private final GuestCodec codec;
    private final List<String> notes = new ArrayList<>();

    HandlerLoader(ClassLoader loader) {
        this.loader = loader;
        codec = new GuestCodec(loader);
    }

    /** @throws GuestExit when the user's start code exits */
    EventHandler load(String handler) throws GuestFault {
        HandlerName name = HandlerName.parse(handler);
        Class<?> type = loadClass(name.className());
        try {
            return name.method() == null ? byInterface(type) : HandlerMethod.bind(type, name.method(), this);
        } catch (GuestFault | GuestExit known) {
            throw known;
        } catch (LinkageError | TypeNotPresentException missing) {
            throw GuestFault.classNotLoaded(type.getName(), missing);
        } catch (Throwable failure) { // what AWS's library or a user's serializer throws
            throw GuestFault.of(failure);
        }
    }

    /** What a user should know of the choice: overloads passed over, annotations that have no effect. */
    List<String> notes() {
        return notes;
    }

    void note(String text) {
        notes.add(text);
    }

    private Class<?> loadClass(String name) throws GuestFault {
        try {
            return Class.forName(name, true, loader);
        } catch (ClassNotFoundException missing) {
            throw GuestFault.classNotFound(name, missing);
        } catch (GuestExit exit) {
            throw exit;
        } catch (Throwable failure) { // static initialisers throw what they like
            throw GuestFault.classNotLoaded(name, failure);
        }
    }

    private EventHandler byInterface(Class<?> type) throws GuestFault {
        if (RequestStreamHandler.class.isAssignableFrom(type)) {
            RequestStreamHandler handler = (RequestStreamHandler) newInstance(type);
            return handler::handleRequest;
        }
        if (!RequestHandler.class.isAssignableFrom(type)) {
            throw GuestFault.of("Class does not implement an appropriate handler interface: " + type.getName());
        }
        Type[] types = HandlerTypes.of(type);
        @SuppressWarnings("unchecked") // the codec makes what the handler declares
        RequestHandler<@Nullable Object, @Nullable Object> handler =
                (RequestHandler<@Nullable Object, @Nullable Object>) newInstance(type);
        return objectHandler(handler::handleRequest, types[0], types[1]);
    }

    /** @param event null when the handler takes none */
    EventHandler objectHandler(ObjectHandler.Call call, @Nullable Type event, Type result) throws GuestFault {
        if (event != null) {
            UnseenAnnotations.in(event, loader).forEach(this::note);
        }
        boolean silent = result == void.class || result == Void.class;
        return new ObjectHandler(call, event == null ? null : codec.of(event), silent ? null : codec.of(result));
    }

    /** Makes the handler object, once for each environment. */
    Object newInstance(Class<?> type) throws GuestFault {
        try {
            Constructor<?> constructor = type.getConstructor();
            return constructor.newInstance();
        } catch (NoSuchMethodException missing) {
            boolean inner = type.getEnclosingClass() != null && !Modifier.isStatic(type.getModifiers());
            throw GuestFault.of(
                    "Class " + type.getName()
                            + (inner
                                    ? " cannot be instantiated because it is a non-static inner class"
                                    : " has no public zero-argument constructor"),
                    Exception.class.getName());
        } catch (InvocationTargetException failure) {
            throw threw(failure.getCause() == null ? failure : failure.getCause());
        } catch (ReflectiveOperationException abstractOrHidden) {
            throw GuestFault.of(abstractOrHidden);
        }
    }

    private static GuestFault threw(Throwable cause) {
        if (cause instanceof GuestExit exit) {
            throw exit;
        }
        return GuestFault.threw(cause);
    }
}
