package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Array;
import dev.penstock.rules.eval.Value.Bool;
import dev.penstock.rules.eval.Value.Obj;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tape as values of one SQL version: a value is made when it is asked for, so that members nobody reads cost nothing.
 * Used by one thread at a time.
 */
final class JsonDocument {
    /** Objects and Arrays with more entries inside are made once and kept, with what they have found out. */
    private static final int WORTH_KEEPING = 64 * JsonTape.WIDTH;

    /** With so many entries in an Object a map pays for looking up members. */
    private static final int MANY = 256 * JsonTape.WIDTH;

    /** So many questions for members of the outermost Object show that a cache pays. */
    private static final int ASKED_OFTEN = 8;

    private final JsonTape tape;
    private final Numbers numbers;
    private final int exact;
    private @Nullable Map<Integer, Value> kept;
    private @Nullable MemberCache ofRoot;
    private int asked;

    JsonDocument(JsonTape tape, Numbers numbers) {
        this.tape = tape;
        this.numbers = numbers;
        exact = numbers == Numbers.FOLDING_WHOLE ? JsonTape.EXACT_FOLDED : JsonTape.EXACT_KEPT;
    }

    JsonTape tape() {
        return tape;
    }

    /** The same bytes for the other version. */
    JsonDocument as(Numbers other) {
        return other == numbers ? this : new JsonDocument(tape, other);
    }

    /** Of the text of a value, in bytes. */
    int length(int entry) {
        return tape.end(entry) - tape.start(entry);
    }

    Value root() {
        return value(0);
    }

    Value value(int entry) {
        return switch (tape.kind(entry)) {
            case JsonTape.OBJECT, JsonTape.ARRAY -> container(entry);
            case JsonTape.TEXT -> new Value.Text(tape, entry);
            case JsonTape.INT -> integer(entry);
            case JsonTape.DECIMAL -> decimal(entry);
            case JsonTape.TRUE -> Bool.TRUE;
            case JsonTape.FALSE -> Bool.FALSE;
            default -> Value.Null.INSTANCE;
        };
    }

    private Value container(int entry) {
        if (tape.link(entry) - entry <= WORTH_KEEPING) {
            return made(entry);
        }
        if (kept == null) {
            kept = new HashMap<>();
        }
        Value known = kept.get(entry);
        if (known == null) {
            known = made(entry);
            kept.put(entry, known);
        }
        return known;
    }

    private Value made(int entry) {
        return tape.kind(entry) == JsonTape.OBJECT
                ? new Obj(new ParsedMembers(this, entry))
                : new Array(new ParsedElements(this, entry));
    }

    private Value integer(int entry) {
        if (tape.end(entry) - tape.start(entry) <= SmallDecimal.DIGITS) {
            return Value.Int.of(unscaled(entry));
        }
        return Numbers.FOLDING_WHOLE.integer(new BigDecimal(tape.digits(entry)));
    }

    private Value decimal(int entry) {
        int scale = tape.link(entry);
        if (scale < 0 || tape.end(entry) - tape.start(entry) > SmallDecimal.DIGITS) {
            Value rounded = Numbers.KEEPING_DECIMALS.decimal(new BigDecimal(tape.digits(entry)));
            return rounded instanceof Value.Decimal decimal ? numbers.decimal(decimal.decimal()) : rounded;
        }
        return numbers.small(unscaled(entry), scale);
    }

    /** All digits as one number, without sign of zero and without the point. */
    private long unscaled(int entry) {
        byte[] bytes = tape.bytes();
        long sum = 0;
        for (int i = tape.start(entry); i < tape.end(entry); i++) {
            if (bytes[i] >= '0') {
                sum = sum * 10 + bytes[i] - '0';
            }
        }
        return bytes[tape.start(entry)] == '-' ? -sum : sum;
    }

    /** Whether looking members up one after the other would take long. */
    boolean hasManyMembers(int object) {
        return tape.link(object) - object > MANY;
    }

    /** The member of a name, Undefined when there is none. */
    Value member(int object, MemberKey key) {
        return object == 0 ? memberOfRoot(key) : search(object, key);
    }

    private Value memberOfRoot(MemberKey key) {
        if (asked++ < ASKED_OFTEN) {
            return search(0, key);
        }
        if (ofRoot == null) {
            ofRoot = new MemberCache();
        }
        Value known = ofRoot.get(key);
        if (known == null) {
            known = search(0, key);
            ofRoot.put(key, known);
        }
        return known;
    }

    private Value search(int object, MemberKey key) {
        int found = tape.find(object, key);
        return found < 0 ? Value.Undefined.INSTANCE : value(found);
    }

    Map<String, Value> members(int object) {
        Map<String, Value> members = new LinkedHashMap<>();
        int end = tape.link(object);
        for (int name = object + JsonTape.WIDTH; name < end; name = tape.after(name + JsonTape.WIDTH)) {
            members.put(tape.text(name), value(name + JsonTape.WIDTH));
        }
        return members;
    }

    List<Value> elements(int array) {
        List<Value> elements = new ArrayList<>();
        int end = tape.link(array);
        for (int element = array + JsonTape.WIDTH; element < end; element = tape.after(element)) {
            elements.add(value(element));
        }
        return elements;
    }

    /** Writes a value: as it came, where nothing would be written differently. */
    void write(int entry, JsonWriter out) {
        int kind = tape.kind(entry);
        if (kind <= JsonTape.ARRAY && !tape.hasPlainNames()) {
            writeDecoded(entry, out);
        } else if (kind == JsonTape.TEXT) {
            tape.writeText(entry, out);
        } else if (tape.is(entry, exact)) {
            out.bytes(tape.bytes(), tape.start(entry), tape.end(entry));
        } else if (kind == JsonTape.OBJECT) {
            out.punctuation('{');
            writeMembers(entry + JsonTape.WIDTH, tape.link(entry), out);
            out.close('}');
        } else if (kind == JsonTape.ARRAY) {
            out.punctuation('[');
            int end = tape.link(entry);
            for (int element = entry + JsonTape.WIDTH; element < end; element = tape.after(element)) {
                write(element, out);
                out.punctuation(',');
            }
            out.close(']');
        } else {
            out.value(value(entry));
        }
    }

    /** Names may be there twice, so a map must decide. */
    private void writeDecoded(int entry, JsonWriter out) {
        if (tape.kind(entry) == JsonTape.OBJECT) {
            out.members(members(entry));
        } else {
            out.elements(elements(entry));
        }
    }

    /** Members whose names have no escapes, with a comma after the last; those that stand exact side by side at once. */
    void writeMembers(int from, int end, JsonWriter out) {
        int name = from;
        while (name < end) {
            int next = tape.after(name + JsonTape.WIDTH);
            int last = name;
            if (isExactMember(name)) {
                while (next < end && tape.start(next) == outerEnd(last + JsonTape.WIDTH) + 2 && isExactMember(next)) {
                    last = next;
                    next = tape.after(next + JsonTape.WIDTH);
                }
                out.bytes(tape.bytes(), tape.start(name) - 1, outerEnd(last + JsonTape.WIDTH));
            } else {
                out.bytes(tape.bytes(), tape.start(name) - 1, tape.end(name) + 1);
                out.punctuation(':');
                write(name + JsonTape.WIDTH, out);
            }
            out.punctuation(',');
            name = next;
        }
    }

    /** Whether name, colon and value are just what would be written. */
    private boolean isExactMember(int name) {
        int value = name + JsonTape.WIDTH;
        int gap = tape.kind(value) == JsonTape.TEXT ? 3 : 2;
        return tape.is(value, exact) && tape.start(value) == tape.end(name) + gap;
    }

    /** Where a value ends, its closing quotation mark included. */
    private int outerEnd(int value) {
        return tape.kind(value) == JsonTape.TEXT ? tape.end(value) + 1 : tape.end(value);
    }
}
