package dev.penstock.platform.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import dev.penstock.platform.data.Bytes;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** Writes the members of a response, the same calls for JSON and CBOR: blobs and timestamps differ between the two. */
public final class WireOutput {
    private static final int CBOR_EPOCH_TAG = 1;

    private static final int MILLIS_PER_SECOND = 1000;
    private static final int FRACTION_DIGITS = 3;
    /** Of a {@code long}. */
    private static final int MOST_DIGITS = 19;

    /** Above this, Base64 is made piece by piece. */
    private static final int MOST_AT_ONCE = 64 * 1024;

    private final JsonGenerator out;

    WireOutput(JsonGenerator out) {
        this.out = out;
    }

    /** What an operation answers: it writes its members into the structure that is already open. */
    @FunctionalInterface
    public interface Body {
        /** An operation without output; the answer has an empty body. */
        Body NONE = out -> {};

        void writeTo(WireOutput out) throws IOException;
    }

    public WireOutput text(String member, String value) throws IOException {
        out.writeStringField(member, value);
        return this;
    }

    /** A text, for answers with many members. */
    public WireOutput text(Member member, String value) throws IOException {
        out.writeFieldName(member.name());
        out.writeString(value);
        return this;
    }

    /**
     * A text as it is.
     *
     * @param text printable ASCII without quotes and backslashes, for example digits
     */
    public WireOutput plain(Member member, byte[] text, int offset, int length) throws IOException {
        out.writeFieldName(member.name());
        plain(text, offset, length);
        return this;
    }

    private void plain(byte[] text, int offset, int length) throws IOException {
        if (out instanceof CBORGenerator) {
            out.writeUTF8String(text, offset, length);
        } else {
            out.writeRawUTF8String(text, offset, length);
        }
    }

    /** Writes nothing when absent. */
    public WireOutput text(String member, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            text(member, value.get());
        }
        return this;
    }

    public WireOutput number(String member, long value) throws IOException {
        out.writeNumberField(member, value);
        return this;
    }

    /** A number with a fraction, or without. */
    public WireOutput decimal(String member, double value) throws IOException {
        out.writeNumberField(member, value);
        return this;
    }

    public WireOutput bool(String member, boolean value) throws IOException {
        out.writeBooleanField(member, value);
        return this;
    }

    /** Base64 text in JSON, a byte string in CBOR. */
    public WireOutput blob(String member, Bytes value) throws IOException {
        out.writeFieldName(member);
        out.writeBinary(value.array(), value.offset(), value.length());
        return this;
    }

    /** A blob, for answers with many members. */
    public WireOutput blob(Member member, Bytes value) throws IOException {
        out.writeFieldName(member.name());
        if (out instanceof CBORGenerator || value.length() > MOST_AT_ONCE) {
            out.writeBinary(value.array(), value.offset(), value.length());
        } else {
            byte[] text = Base64.getEncoder().encode(value.shared());
            out.writeRawUTF8String(text, 0, text.length);
        }
        return this;
    }

    /** Seconds with milliseconds in JSON; tag 1 and integer milliseconds in CBOR. */
    public WireOutput timestamp(String member, Instant value) throws IOException {
        out.writeFieldName(member);
        timestamp(value.toEpochMilli());
        return this;
    }

    /** A timestamp in milliseconds since the epoch, for answers with many members. */
    public WireOutput timestamp(Member member, long epochMillis) throws IOException {
        out.writeFieldName(member.name());
        timestamp(epochMillis);
        return this;
    }

    private void timestamp(long millis) throws IOException {
        if (out instanceof CBORGenerator cbor) {
            cbor.writeTag(CBOR_EPOCH_TAG);
            cbor.writeNumber(millis);
        } else if (millis < MILLIS_PER_SECOND) {
            out.writeNumber(BigDecimal.valueOf(millis, FRACTION_DIGITS));
        } else {
            seconds(millis);
        }
    }

    /** What a {@link BigDecimal} would give, without one. */
    private void seconds(long millis) throws IOException {
        char[] digits = new char[MOST_DIGITS + 1];
        int at = digits.length;
        long rest = millis;
        for (int i = 0; i < FRACTION_DIGITS; i++, rest /= 10) {
            digits[--at] = (char) ('0' + rest % 10);
        }
        digits[--at] = '.';
        for (; rest > 0; rest /= 10) {
            digits[--at] = (char) ('0' + rest % 10);
        }
        out.writeNumber(digits, at, digits.length - at);
    }

    /** A document as it is. */
    public WireOutput tree(String member, JsonNode value) throws IOException {
        out.writeFieldName(member);
        out.writeTree(value);
        return this;
    }

    /** A nested structure. */
    public WireOutput structure(String member, Body body) throws IOException {
        out.writeObjectFieldStart(member);
        body.writeTo(this);
        out.writeEndObject();
        return this;
    }

    /** A list of structures. */
    public <T> WireOutput structures(String member, Iterable<T> items, ItemWriter<T> writer) throws IOException {
        out.writeArrayFieldStart(member);
        for (T item : items) {
            out.writeStartObject();
            writer.write(item, this);
            out.writeEndObject();
        }
        out.writeEndArray();
        return this;
    }

    /** A list of texts. */
    public WireOutput texts(String member, Iterable<String> items) throws IOException {
        out.writeArrayFieldStart(member);
        for (String item : items) {
            out.writeString(item);
        }
        out.writeEndArray();
        return this;
    }

    /** Writes the members of one list item. */
    @FunctionalInterface
    public interface ItemWriter<T> {
        void write(T item, WireOutput out) throws IOException;
    }
}
