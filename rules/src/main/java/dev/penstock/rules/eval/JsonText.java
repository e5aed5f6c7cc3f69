package dev.penstock.rules.eval;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.eval.Value.Array;
import dev.penstock.rules.eval.Value.Bool;
import dev.penstock.rules.eval.Value.Numeric;
import dev.penstock.rules.eval.Value.Obj;
import dev.penstock.rules.eval.Value.Text;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** Values as JSON: UTF-8, no white space, members in their order, numbers without loss. */
public final class JsonText {
    /** Without a limit on depth: what a rule builds around a payload may be deeper than what the parser let in. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private JsonText() {}

    /** The JSON text. */
    public static String of(Value value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            write(value, out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /** The JSON text in UTF-8; Undefined is no bytes, and a payload that is not JSON stays as it is. */
    public static Bytes bytes(Value value) {
        if (value.isUndefined()) {
            return Bytes.EMPTY;
        }
        if (value instanceof Value.Binary binary) {
            return binary.bytes();
        }
        try (ByteArrayBuilder buffer = new ByteArrayBuilder();
                JsonGenerator out = FACTORY.createGenerator(buffer)) {
            write(value, out);
            out.flush();
            return Bytes.wrap(buffer.toByteArray());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void write(Value value, JsonGenerator out) throws IOException {
        if (value instanceof Text text) {
            out.writeString(text.text());
        } else if (value instanceof Numeric numeric) {
            out.writeNumber(numeric.decimal());
        } else if (value instanceof Bool bool) {
            out.writeBoolean(bool.isTrue());
        } else if (value instanceof Obj object) {
            writeMembers(object, out);
        } else if (value instanceof Array array) {
            out.writeStartArray();
            for (Value element : array.elements()) {
                write(element, out);
            }
            out.writeEndArray();
        } else if (value == Value.Null.INSTANCE) {
            out.writeNull();
        } else {
            throw new IllegalArgumentException("%s has no JSON form".formatted(value.typeName()));
        }
    }

    private static void writeMembers(Obj object, JsonGenerator out) throws IOException {
        out.writeStartObject();
        for (Map.Entry<String, Value> member : object.members().entrySet()) {
            out.writeFieldName(member.getKey());
            write(member.getValue(), out);
        }
        out.writeEndObject();
    }
}
