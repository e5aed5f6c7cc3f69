package dev.penstock.rules.eval;

import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.eval.Value.Array;
import dev.penstock.rules.eval.Value.Obj;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON into values. Decimals stay as written; {@link #fold} makes Ints of whole ones. */
public final class JsonValues {
    private JsonValues() {}

    /** What was read, and whether any decimal in it is whole, so that folding would change something. */
    public record Document(Value value, boolean hasWholeDecimal) {}

    /**
     * Reads one JSON value.
     *
     * @throws IOException when it is not JSON; the message says why
     */
    public static Document read(Bytes bytes) throws IOException {
        JsonScanner scanner = new JsonScanner(bytes.shared());
        JsonTape tape = scanner.scan();
        if (tape == null) {
            throw new IOException("%s (byte %d)".formatted(scanner.problem(), scanner.problemAt()));
        }
        return new Document(new JsonDocument(tape, Numbers.KEEPING_DECIMALS).root(), true);
    }

    /** The same value with every whole decimal made an Int. */
    public static Value fold(Value value) {
        if (value instanceof Value.Decimal decimal) {
            return Numbers.FOLDING_WHOLE.decimal(decimal.decimal());
        }
        if (value instanceof Array array) {
            List<Value> elements = new ArrayList<>(array.elements().size());
            array.elements().forEach(element -> elements.add(fold(element)));
            return new Array(elements);
        }
        if (value instanceof Obj object) {
            Map<String, Value> members = new LinkedHashMap<>();
            object.members().forEach((key, member) -> members.put(key, fold(member)));
            return new Obj(members);
        }
        return value;
    }
}
