package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Decimal;
import dev.penstock.rules.eval.Value.Int;
import dev.penstock.rules.eval.Value.Numeric;
import dev.penstock.rules.eval.Value.Text;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** What a parameter of a function takes, and how an argument is converted to it. */
public enum ArgumentRule {
    /** Anything, Undefined and Null too. */
    ANY("anything"),
    /** A String, or what converts to one: not Null, not Undefined. */
    TEXT("a String"),
    /** Int or Decimal, or a String that is a number. */
    NUMBER("a number"),
    /** Int or Decimal only. */
    PLAIN_NUMBER("an Int or Decimal"),
    /** As {@link #NUMBER}, rounded down to an Int. */
    FLOORED("a number");

    private final String wants;

    ArgumentRule(String wants) {
        this.wants = wants;
    }

    /** The argument as the function gets it; Undefined when it does not convert. */
    public Value convert(Value argument) {
        return switch (this) {
            case ANY -> argument;
            case TEXT -> text(argument);
            case NUMBER -> number(argument);
            case PLAIN_NUMBER -> argument instanceof Numeric ? argument : Value.Undefined.INSTANCE;
            case FLOORED -> floored(argument);
        };
    }

    /** In words, for example {@code a number}. */
    public String wants() {
        return wants;
    }

    private static Value text(Value argument) {
        if (argument instanceof Text) {
            return argument;
        }
        String text = Coercion.text(argument);
        return text == null ? Value.Undefined.INSTANCE : new Text(text);
    }

    private static Value number(Value argument) {
        if (argument instanceof Numeric) {
            return argument;
        }
        BigDecimal number = Coercion.number(argument);
        return number == null ? Value.Undefined.INSTANCE : new Decimal(number);
    }

    private static Value floored(Value argument) {
        if (argument instanceof Int) {
            return argument;
        }
        BigDecimal number = Coercion.number(argument);
        return number == null
                ? Value.Undefined.INSTANCE
                : Numbers.FOLDING_WHOLE.integer(number.setScale(0, RoundingMode.FLOOR));
    }
}
