package dev.penstock.rules.eval;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON read and written the plain way, with Jackson and maps, to compare the fast way with. */
final class ReferenceJson {
    private final JsonParser parser;
    private final Numbers numbers;

    private ReferenceJson(JsonParser parser, Numbers numbers) {
        this.parser = parser;
        this.numbers = numbers;
    }

    /** @throws IOException when it is not JSON in UTF-8 */
    static Value read(byte[] bytes, Numbers numbers) throws IOException {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        try (JsonParser parser = Json.MAPPER.getFactory().createParser(bytes)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new IOException("nothing");
            }
            Value value = new ReferenceJson(parser, numbers).value(first);
            if (parser.nextToken() != null) {
                throw new IOException("more");
            }
            return value;
        }
    }

    private Value value(JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> new Value.Text(parser.getText());
            case VALUE_NUMBER_INT -> number(numbers.integer(new BigDecimal(parser.getBigIntegerValue())));
            case VALUE_NUMBER_FLOAT -> number(decimal());
            case VALUE_TRUE -> Value.Bool.TRUE;
            case VALUE_FALSE -> Value.Bool.FALSE;
            case VALUE_NULL -> Value.Null.INSTANCE;
            default -> throw new IOException("unexpected " + token);
        };
    }

    private Value decimal() throws IOException {
        try {
            BigDecimal exact = zeroWithAbsurdExponent()
                    ? new BigDecimal(parser.getText().replaceAll("[eE].*", ""))
                    : parser.getDecimalValue();
            Value kept = Numbers.KEEPING_DECIMALS.decimal(exact);
            return kept instanceof Value.Decimal decimal ? numbers.decimal(decimal.decimal()) : kept;
        } catch (NumberFormatException exponentBeyondInt) {
            throw new IOException(exponentBeyondInt);
        }
    }

    /** Such a number is zero without ado. */
    private boolean zeroWithAbsurdExponent() throws IOException {
        return parser.getText().matches("-?0(\\.0+)?[eE][-+]?0*([3-9]\\d{3}|[1-9]\\d{4,})");
    }

    private static Value number(Value number) throws IOException {
        if (number.isUndefined()) {
            throw new IOException("out of range");
        }
        return number;
    }

    private Value object() throws IOException {
        Map<String, Value> members = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            members.put(name, value(parser.nextToken()));
        }
        return new Value.Obj(members);
    }

    private Value array() throws IOException {
        List<Value> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(token));
        }
        return new Value.Array(elements);
    }

    /** Half a surrogate pair, which UTF-8 does not have, is an escape. */
    static String text(Value value) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = Json.MAPPER.getFactory().createGenerator(text)) {
            write(value, out);
        }
        StringBuilder escaped = new StringBuilder();
        text.toString().codePoints().forEach(point -> {
            boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
            escaped.append(half ? "\\u%04X".formatted(point) : Character.toString(point));
        });
        return escaped.toString();
    }

    private static void write(Value value, JsonGenerator out) throws IOException {
        if (value instanceof Value.Text string) {
            out.writeString(string.text());
        } else if (value instanceof Value.Numeric number) {
            out.writeNumber(number.decimal());
        } else if (value instanceof Value.Bool bool) {
            out.writeBoolean(bool.isTrue());
        } else if (value instanceof Value.Array array) {
            out.writeStartArray();
            for (Value element : array.elements()) {
                write(element, out);
            }
            out.writeEndArray();
        } else if (value instanceof Value.Obj object) {
            out.writeStartObject();
            for (Map.Entry<String, Value> member : object.members().entrySet()) {
                out.writeFieldName(member.getKey());
                write(member.getValue(), out);
            }
            out.writeEndObject();
        } else {
            out.writeNull();
        }
    }
}
