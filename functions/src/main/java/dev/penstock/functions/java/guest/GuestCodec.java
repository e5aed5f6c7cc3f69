package dev.penstock.functions.java.guest;

import com.amazonaws.services.lambda.runtime.CustomPojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.ServiceLoader;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * JSON to and from the user's types, by AWS's own library. It runs inside the function's loader because the library keeps
 * a static map from class name to class: shared by two environments it would mix up their event classes.
 */
public final class GuestCodec {

    private GuestCodec() {}

    /** Reads JSON as this type. */
    public static Function<InputStream, Object> reader(Type type) {
        CustomPojoSerializer custom = custom();
        if (custom != null) {
            return json -> custom.fromJson(json, type);
        }
        PojoSerializer<Object> serializer = serializer(type);
        return json -> serializer.fromJson(json);
    }

    /** Writes values of this type as JSON. */
    public static BiConsumer<Object, OutputStream> writer(Type type) {
        CustomPojoSerializer custom = custom();
        if (custom != null) {
            return (value, json) -> custom.toJson(value, json, type);
        }
        return serializer(type)::toJson;
    }

    @SuppressWarnings("unchecked") // the serializer of a class reads and writes that class
    private static PojoSerializer<Object> serializer(Type type) {
        if (type instanceof Class<?> known && LambdaEventSerializers.isLambdaSupportedEvent(known.getName())) {
            return LambdaEventSerializers.serializerFor((Class<Object>) known, GuestCodec.class.getClassLoader());
        }
        return type instanceof Class<?> plain
                ? JacksonFactory.getInstance().getSerializer((Class<Object>) plain)
                : JacksonFactory.getInstance().getSerializer(type);
    }

    private static @Nullable CustomPojoSerializer custom() {
        Iterator<CustomPojoSerializer> found = ServiceLoader.load(
                        CustomPojoSerializer.class, GuestCodec.class.getClassLoader())
                .iterator();
        if (!found.hasNext()) {
            return null;
        }
        CustomPojoSerializer first = found.next();
        if (found.hasNext()) {
            throw new IllegalStateException("more than one provider of " + CustomPojoSerializer.class.getName());
        }
        return first;
    }
}
