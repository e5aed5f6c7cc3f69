package dev.penstock.platform.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.penstock.platform.data.Bytes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The members of a request structure one after the other as they come, for operations that are called very often: no tree
 * is made, and a blob is decoded into the array that is kept. It takes only what every client sends; whatever is unusual
 * ends in {@link Unusual}, and the request is read once more as a {@link WireInput}, which knows what AWS says of it.
 */
public final class MemberReader {
    private final JsonParser in;

    MemberReader(JsonParser in) {
        this.in = in;
    }

    /** Reads the input of one operation, whose structure is open: until {@link #next} gives null. */
    @FunctionalInterface
    public interface Input<T> {
        T read(MemberReader in) throws IOException;
    }

    /** The whole body; null when it is not as usual. */
    static <T> @Nullable T read(JsonParser in, Input<T> input) throws IOException {
        try {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            T whole = input.read(new MemberReader(in));
            return in.currentToken() == JsonToken.END_OBJECT && in.nextToken() == null ? whole : null;
        } catch (Unusual unusual) {
            return null;
        }
    }

    /** The name of the next member, whose value is to be read before the one after it; null behind the last. */
    public @Nullable String next() throws IOException {
        return in.nextFieldName();
    }

    /** A text; null when it is null. */
    public @Nullable String text() throws IOException {
        JsonToken value = in.nextToken();
        if (value == JsonToken.VALUE_STRING) {
            return in.getText();
        }
        checkNull(value);
        return null;
    }

    /** A blob; null when it is null. */
    public @Nullable Bytes blob() throws IOException {
        JsonToken value = in.nextToken();
        if (value == JsonToken.VALUE_STRING) {
            byte[] decoded = Base64Text.decode(in.getTextCharacters(), in.getTextOffset(), in.getTextLength());
            if (decoded == null) {
                throw unusual();
            }
            return Bytes.wrap(decoded);
        }
        if (value == JsonToken.VALUE_EMBEDDED_OBJECT) {
            return Bytes.wrap(in.getBinaryValue());
        }
        checkNull(value);
        return null;
    }

    /** Opens a list; its items are asked for with {@link #nextStructure}. False when it is null. */
    public boolean list() throws IOException {
        JsonToken value = in.nextToken();
        if (value == JsonToken.START_ARRAY) {
            return true;
        }
        checkNull(value);
        return false;
    }

    /** Opens the next item of a list, a structure; false behind the last. */
    public boolean nextStructure() throws IOException {
        JsonToken item = in.nextToken();
        if (item != JsonToken.START_OBJECT && item != JsonToken.END_ARRAY) {
            throw unusual();
        }
        return item == JsonToken.START_OBJECT;
    }

    private static void checkNull(@Nullable JsonToken value) {
        if (value != JsonToken.VALUE_NULL) {
            throw unusual();
        }
    }

    /** For a member that the operation does not expect. */
    public static RuntimeException unusual() {
        return new Unusual();
    }

    /** The way out to the tree; never seen by a client. */
    private static final class Unusual extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unusual() {
            super("not as usual", null, false, false);
        }
    }
}
