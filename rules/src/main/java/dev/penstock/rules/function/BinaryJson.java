package dev.penstock.rules.function;

import dev.penstock.rules.eval.JsonValues;
import dev.penstock.rules.eval.Value;
import java.io.IOException;

/** The JSON in bytes that an argument stands for: {@code *} is the payload as it was published. */
final class BinaryJson {
    private BinaryJson() {}

    /** The value in the bytes, or the bytes themselves when they are not JSON; any other value as it is. */
    static Value value(Value argument) {
        if (!(argument instanceof Value.Binary binary)) {
            return argument;
        }
        try {
            return JsonValues.read(binary.bytes()).value();
        } catch (IOException notJson) {
            return argument;
        }
    }
}
