package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Text;
import java.util.List;

/** Why an operator gives Undefined for its operands. */
final class Reasons {
    private Reasons() {}

    /** The first operand that is not a number and cannot be made one. */
    static String notNumbers(List<Explained> operands) {
        for (Explained operand : operands) {
            Value value = operand.value();
            if (value.isUndefined()) {
                return operand.source() + " is Undefined";
            }
            if (Coercion.number(value) == null) {
                if (value instanceof Text text && text.text().length() > Coercion.MAX_LENGTH) {
                    return "%s has %d characters; as a number a String has at most %d"
                            .formatted(operand.source(), text.text().length(), Coercion.MAX_LENGTH);
                }
                return value instanceof Text
                        ? "the String %s is not a number".formatted(value)
                        : "%s is %s, not a number".formatted(operand.source(), Members.a(value));
            }
        }
        return "the result is out of range";
    }

    /** The first operand that is neither true nor false. */
    static String notBooleans(List<Explained> operands) {
        for (Explained operand : operands) {
            Value value = operand.value();
            if (value.isUndefined()) {
                return operand.source() + " is Undefined";
            }
            if (Coercion.bool(value) == null) {
                return "%s is %s, neither true nor false".formatted(operand.source(), Members.a(value));
            }
        }
        return "";
    }
}
