package dev.penstock.platform.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import dev.penstock.platform.data.Bytes;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** Writes the members of a response, the same calls for JSON and CBOR: blobs and timestamps differ between the two. */
public final class WireOutput {
    private static final int CBOR_EPOCH_TAG = 1;

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

    /** Seconds with milliseconds in JSON; tag 1 and integer milliseconds in CBOR. */
    public WireOutput timestamp(String member, Instant value) throws IOException {
        out.writeFieldName(member);
        if (out instanceof CBORGenerator cbor) {
            cbor.writeTag(CBOR_EPOCH_TAG);
            cbor.writeNumber(value.toEpochMilli());
        } else {
            out.writeNumber(BigDecimal.valueOf(value.toEpochMilli(), 3));
        }
        return this;
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
