package dev.penstock.functions.java;

import dev.penstock.functions.java.guest.GuestCodec;
import dev.penstock.platform.data.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Our side of {@link GuestCodec}: finds it inside a function's loader. */
record PayloadCodec(Class<?> guest) {

    static PayloadCodec in(FunctionLoader loader) throws ClassNotFoundException {
        return new PayloadCodec(Class.forName(GuestCodec.class.getName(), true, loader));
    }

    /** Reads an event as this type of the user's loader. */
    @SuppressWarnings("unchecked") // GuestCodec declares it
    Function<InputStream, Object> reader(Type type) throws ReflectiveOperationException {
        return (Function<InputStream, Object>)
                guest.getMethod("reader", Type.class).invoke(null, type);
    }

    /** Writes a result of this type. */
    @SuppressWarnings("unchecked") // GuestCodec declares it
    Function<Object, Bytes> writer(Type type) throws ReflectiveOperationException {
        BiConsumer<Object, OutputStream> writer = (BiConsumer<Object, OutputStream>)
                guest.getMethod("writer", Type.class).invoke(null, type);
        return value -> {
            ByteArrayOutputStream json = new ByteArrayOutputStream();
            writer.accept(value, json);
            return Bytes.wrap(json.toByteArray());
        };
    }
}
