package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Array;
import dev.penstock.rules.eval.Value.Obj;
import dev.penstock.rules.eval.Value.Text;
import java.util.Collection;
import java.util.Map;

/**
 * Counts how large values are: one for each value in them and for each character. Parts may be shared, so that a value that
 * takes little memory can take for ever to walk over; what is counted is the walk.
 */
final class Weight {
    private static final int MAX = JsonText.MAX_BYTES;

    private Weight() {}

    /** Of a value as it is. */
    static int of(Value value) {
        if (value instanceof Obj object) {
            return object.weight();
        } else if (value instanceof Array array) {
            return array.weight();
        }
        return value instanceof Text text ? text.weight() : 1;
    }

    /** @throws LimitExceeded when an Array of these is too large */
    static int ofElements(Collection<Value> elements) {
        long sum = 1;
        for (Value element : elements) {
            sum += of(element);
        }
        return checked(sum);
    }

    /** @throws LimitExceeded when an Object of these is too large */
    static int ofMembers(Map<String, Value> members) {
        long sum = 1;
        for (Map.Entry<String, Value> member : members.entrySet()) {
            sum += member.getKey().length() + (long) of(member.getValue());
        }
        return checked(sum);
    }

    /** @throws LimitExceeded when it is too large */
    static int checked(long weight) {
        if (weight > MAX) {
            throw new LimitExceeded("a value becomes larger than %d values and characters".formatted(MAX));
        }
        return (int) weight;
    }
}
