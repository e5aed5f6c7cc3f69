package dev.penstock.functions.java;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.penstock.platform.data.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.function.Function;

/**
 * Finds the user's handler and makes it callable, by the rules of AWS's Java runtime: a class by its interface (streams
 * before objects), a named method by its parameters.
 */
final class HandlerLoader {
    private final FunctionLoader loader;

    HandlerLoader(FunctionLoader loader) {
        this.loader = loader;
    }

    EventHandler load(String handler) throws HandlerFault {
        HandlerName name = HandlerName.parse(handler);
        Class<?> type = loadClass(name.className());
        try {
            return name.method() == null ? byInterface(type) : HandlerMethod.bind(type, name.method(), this);
        } catch (ReflectiveOperationException | LinkageError | TypeNotPresentException failure) {
            throw HandlerFault.of(
                    "Error loading class %s: %s".formatted(type.getName(), rootOf(failure)), failure.getClass());
        }
    }

    private Class<?> loadClass(String name) throws HandlerFault {
        try {
            return Class.forName(name, true, loader);
        } catch (ClassNotFoundException missing) {
            throw HandlerFault.of("Class not found: " + name, ClassNotFoundException.class);
        } catch (UnsupportedClassVersionError tooNew) {
            throw HandlerFault.of(
                    "Error loading class %s: %s. Java functions run inside Penstock's own JVM, which is Java %d: start Penstock with a newer Java, or compile the function for this one"
                            .formatted(
                                    name, tooNew.getMessage(), Runtime.version().feature()),
                    UnsupportedClassVersionError.class);
        } catch (ExceptionInInitializerError failure) {
            Throwable cause = failure.getCause();
            throw HandlerFault.threw(cause == null ? failure : cause);
        } catch (LinkageError failure) {
            throw HandlerFault.of(
                    "Error loading class %s: %s".formatted(name, failure.getMessage()), failure.getClass());
        }
    }

    private EventHandler byInterface(Class<?> type) throws HandlerFault, ReflectiveOperationException {
        if (RequestStreamHandler.class.isAssignableFrom(type)) {
            return streamHandler((RequestStreamHandler) newInstance(type));
        }
        if (RequestHandler.class.isAssignableFrom(type)) {
            return objectHandler(type);
        }
        throw HandlerFault.badHandler("Class does not implement an appropriate handler interface: " + type.getName());
    }

    private static EventHandler streamHandler(RequestStreamHandler handler) {
        return (event, context) -> {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            handler.handleRequest(event.asStream(), output, context);
            return Bytes.wrap(output.toByteArray());
        };
    }

    @SuppressWarnings("unchecked") // the codec makes what the handler declares
    private EventHandler objectHandler(Class<?> type) throws HandlerFault, ReflectiveOperationException {
        Type[] types = HandlerTypes.of(type);
        RequestHandler<Object, Object> handler = (RequestHandler<Object, Object>) newInstance(type);
        Function<InputStream, Object> reader = codec().reader(types[0]);
        if (types[1] == Void.class) {
            return (event, context) -> {
                handler.handleRequest(reader.apply(event.asStream()), context);
                return EventHandler.NULL;
            };
        }
        Function<Object, Bytes> writer = codec().writer(types[1]);
        return (event, context) -> writer.apply(handler.handleRequest(reader.apply(event.asStream()), context));
    }

    /** The JSON codec inside the function's loader. */
    PayloadCodec codec() throws ClassNotFoundException {
        return PayloadCodec.in(loader);
    }

    /** Makes the handler object, once for each environment. */
    Object newInstance(Class<?> type) throws HandlerFault {
        try {
            Constructor<?> constructor = type.getConstructor();
            return constructor.newInstance();
        } catch (NoSuchMethodException missing) {
            boolean inner = type.getEnclosingClass() != null && !Modifier.isStatic(type.getModifiers());
            throw HandlerFault.of(
                    inner
                            ? "Class %s cannot be instantiated because it is a non-static inner class"
                                    .formatted(type.getName())
                            : "Class %s has no public zero-argument constructor".formatted(type.getName()),
                    NoSuchMethodException.class);
        } catch (InstantiationException abstractClass) {
            throw HandlerFault.of(
                    "Class %s cannot be instantiated because it is abstract".formatted(type.getName()),
                    InstantiationException.class);
        } catch (IllegalAccessException hidden) {
            throw HandlerFault.of(
                    "Class %s cannot be instantiated because it is not public".formatted(type.getName()),
                    IllegalAccessException.class);
        } catch (InvocationTargetException failure) {
            Throwable cause = HandlerFault.unwrap(failure);
            if (cause instanceof ExitSignal exit) {
                throw exit;
            }
            throw HandlerFault.threw(cause);
        } catch (ExceptionInInitializerError failure) {
            Throwable cause = failure.getCause();
            throw HandlerFault.threw(cause == null ? failure : cause);
        }
    }

    private static Throwable rootOf(Throwable failure) {
        return failure instanceof InvocationTargetException wrapper ? HandlerFault.unwrap(wrapper) : failure;
    }
}
