package dev.penstock.rules.eval;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.rules.eval.Value.Array;
import dev.penstock.rules.eval.Value.Bool;
import dev.penstock.rules.eval.Value.Obj;
import dev.penstock.rules.eval.Value.Text;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON straight into values, without a tree in between. Decimals stay as written; {@link #fold} makes Ints. */
public final class JsonValues {
    private final JsonParser parser;
    private boolean sawWholeDecimal;

    private JsonValues(JsonParser parser) {
        this.parser = parser;
    }

    /** What was read, and whether any decimal in it is whole, so that folding would change something. */
    public record Document(Value value, boolean hasWholeDecimal) {}

    /**
     * Reads one JSON value.
     *
     * @throws IOException when it is not JSON; the message of a {@link JsonParseException} says where
     */
    public static Document read(Bytes bytes) throws IOException {
        try (JsonParser parser = Json.MAPPER.getFactory().createParser(bytes.shared(), 0, bytes.length())) {
            JsonValues reader = new JsonValues(parser);
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new JsonParseException(parser, "there is no value");
            }
            Value value = reader.value(first);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "something follows the value");
            }
            return new Document(value, reader.sawWholeDecimal);
        }
    }

    /** The same value with every whole decimal made an Int. */
    public static Value fold(Value value) {
        if (value instanceof Value.Decimal decimal) {
            return Numbers.FOLDING_WHOLE.decimal(decimal.decimal());
        }
        if (value instanceof Array array) {
            return new Array(array.elements().stream().map(JsonValues::fold).toList());
        }
        if (value instanceof Obj object) {
            Map<String, Value> members = new LinkedHashMap<>();
            object.members().forEach((key, member) -> members.put(key, fold(member)));
            return new Obj(members);
        }
        return value;
    }

    private Value value(JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> new Text(parser.getText());
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> decimal();
            case VALUE_TRUE -> Bool.TRUE;
            case VALUE_FALSE -> Bool.FALSE;
            case VALUE_NULL -> Value.Null.INSTANCE;
            default -> throw new JsonParseException(parser, "unexpected " + token);
        };
    }

    private Value object() throws IOException {
        Map<String, Value> members = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            members.put(name, value(parser.nextToken()));
        }
        return new Obj(members);
    }

    private Value array() throws IOException {
        List<Value> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(token));
        }
        return new Array(elements);
    }

    private Value integer() throws IOException {
        return switch (parser.getNumberType()) {
            case INT, LONG -> Value.Int.of(parser.getLongValue());
            default -> defined(Numbers.FOLDING_WHOLE.integer(new BigDecimal(parser.getBigIntegerValue())));
        };
    }

    private Value decimal() throws IOException {
        BigDecimal exact = parser.getDecimalValue();
        sawWholeDecimal |= Numbers.inRange(exact) && Numbers.isWhole(exact);
        return defined(Numbers.KEEPING_DECIMALS.decimal(exact));
    }

    private Value defined(Value number) throws IOException {
        if (number.isUndefined()) {
            throw new JsonParseException(parser, "a number is outside of 1E-999 to 9.99E999");
        }
        return number;
    }
}
