package dev.penstock.functions.source;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.penstock.functions.event.SourceRecord;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes the event of one invocation, record by record, straight into its bytes: {@code {"Records":[...]}}, and what
 * belongs to a time window behind that. Used by one thread at a time.
 */
final class EventJson {
    /** Largest event of an invocation. */
    static final int MAX_BYTES = 6 * 1024 * 1024;

    private static final int CLOSE_BYTES = 2;

    private final Buffer bytes = new Buffer();
    private final JsonGenerator json;
    private final int most;
    private boolean full;

    /** @param tailBytes what comes behind the records, at most */
    EventJson(int tailBytes) {
        most = MAX_BYTES - CLOSE_BYTES - tailBytes;
        try {
            json = Json.MAPPER.getFactory().createGenerator(bytes);
            json.writeStartObject();
            json.writeFieldName("Records");
            json.writeStartArray();
            json.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Adds a record; false when the event would grow past 6 MB, then it is left as it was and takes no other. */
    boolean add(SourceRecord record) {
        if (full) {
            return false;
        }
        try {
            int before = bytes.size;
            record.writeTo(json);
            json.flush();
            if (bytes.size > most) {
                bytes.size = before;
                full = true;
            }
            return !full;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Room for more records. */
    int bytesLeft() {
        return full ? 0 : Math.max(0, most - bytes.size);
    }

    /** The whole event; nothing may be added afterwards. */
    Bytes finish(@Nullable WindowTail tail) {
        try {
            json.writeEndArray();
            if (tail != null) {
                tail.writeTo(json);
            }
            json.writeEndObject();
            json.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Bytes.wrap(bytes.array, 0, bytes.size);
    }

    /** Can take back what was written last. */
    private static final class Buffer extends OutputStream {
        private static final int FIRST_BYTES = 4 * 1024;

        private byte[] array = new byte[FIRST_BYTES];
        private int size;

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            if (size + length > array.length) {
                array = Arrays.copyOf(array, Math.max(size + length, 2 * array.length));
            }
            System.arraycopy(from, offset, array, size, length);
            size += length;
        }
    }
}
