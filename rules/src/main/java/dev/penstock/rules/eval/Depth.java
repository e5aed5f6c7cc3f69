package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Array;
import dev.penstock.rules.eval.Value.Obj;
import java.util.Collection;

/** Counts how deep values are nested, so that no walk over one can exhaust the stack. */
final class Depth {
    private static final int MAX = JsonScanner.MAX_DEPTH;

    private Depth() {}

    /** Of a value that holds these: one more than the deepest of them. */
    static int around(Collection<Value> parts) {
        int deepest = 0;
        for (Value part : parts) {
            deepest = Math.max(deepest, of(part));
        }
        return checked(deepest + 1);
    }

    /** 0 for a scalar. */
    static int of(Value value) {
        if (value instanceof Obj object) {
            return object.depth();
        }
        return value instanceof Array array ? array.depth() : 0;
    }

    /** @throws LimitExceeded when it is too deep */
    static int checked(int depth) {
        if (depth > MAX) {
            throw new LimitExceeded("a value becomes nested deeper than %d levels".formatted(MAX));
        }
        return depth;
    }
}
