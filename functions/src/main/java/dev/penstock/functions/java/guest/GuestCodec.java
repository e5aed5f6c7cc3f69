package dev.penstock.functions.java.guest;

import com.amazonaws.services.lambda.runtime.CustomPojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.GsonFactory;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * JSON to and from the user's types, by AWS's own library: a serializer that the user provides, else the one that knows
 * the event class, else plain Jackson; Gson for Android callers.
 */
final class GuestCodec {
    private final ClassLoader loader;
    private @Nullable CustomPojoSerializer custom;
    private boolean searched;

    GuestCodec(ClassLoader loader) {
        this.loader = loader;
    }

    /** How values of this type are read and written. */
    JsonType of(Type type) throws GuestFault {
        CustomPojoSerializer users = custom();
        return users == null ? new LibraryType(type, serializer(type)) : new CustomType(users, type);
    }

    private @Nullable CustomPojoSerializer custom() throws GuestFault {
        if (!searched) {
            Iterator<CustomPojoSerializer> found =
                    ServiceLoader.load(CustomPojoSerializer.class, loader).iterator();
            CustomPojoSerializer first = found.hasNext() ? found.next() : null;
            if (first != null && found.hasNext()) {
                throw GuestFault.tooManySerializers();
            }
            custom = first;
            searched = true;
        }
        return custom;
    }

    @SuppressWarnings("unchecked") // the serializer of a class reads and writes that class
    private PojoSerializer<Object> serializer(Type type) {
        if (!(type instanceof Class<?> known)) {
            return JacksonFactory.getInstance().getSerializer(type);
        }
        return LambdaEventSerializers.isLambdaSupportedEvent(known.getName())
                ? LambdaEventSerializers.serializerFor((Class<Object>) known, loader)
                : JacksonFactory.getInstance().getSerializer((Class<Object>) known);
    }

    /** How values of one type are read and written. */
    interface JsonType {

        @Nullable
        Object read(InputStream json, boolean android);

        void write(@Nullable Object value, OutputStream json, boolean android);
    }

    private record CustomType(CustomPojoSerializer users, Type type) implements JsonType {

        @Override
        public @Nullable Object read(InputStream json, boolean android) {
            return users.fromJson(json, type);
        }

        @Override
        public void write(@Nullable Object value, OutputStream json, boolean android) {
            users.toJson(value, json, type);
        }
    }

    private record LibraryType(Type type, PojoSerializer<Object> usual) implements JsonType {

        @Override
        public @Nullable Object read(InputStream json, boolean android) {
            return serializer(android).fromJson(json);
        }

        @Override
        public void write(@Nullable Object value, OutputStream json, boolean android) {
            serializer(android).toJson(value, json);
        }

        private PojoSerializer<Object> serializer(boolean android) {
            boolean event = android
                    && type instanceof Class<?> known
                    && LambdaEventSerializers.isLambdaSupportedEvent(known.getName());
            return android && !event ? GsonFactory.getInstance().getSerializer(type) : usual;
        }
    }
}
