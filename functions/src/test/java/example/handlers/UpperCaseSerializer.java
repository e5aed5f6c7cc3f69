package example.handlers;

import com.amazonaws.services.lambda.runtime.CustomPojoSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Takes everything for text. */
@SuppressWarnings("TypeParameterUnusedInFormals") // the interface is so
public class UpperCaseSerializer implements CustomPojoSerializer {

    @Override
    public <T> T fromJson(InputStream input, Type type) {
        try {
            return fromJson(new String(input.readAllBytes(), StandardCharsets.UTF_8), type);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T fromJson(String input, Type type) {
        return (T) input.toUpperCase(Locale.ROOT);
    }

    @Override
    public <T> void toJson(T value, OutputStream output, Type type) {
        try {
            output.write((value + "!").getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public static class Other extends UpperCaseSerializer {}
}
