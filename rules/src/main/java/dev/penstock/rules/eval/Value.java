package dev.penstock.rules.eval;

import dev.penstock.platform.data.Bytes;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What an expression evaluates to. Undefined stands for "no value" and never appears in JSON. */
public sealed interface Value {

    /** What AWS calls the type, for example {@code String}. */
    String typeName();

    default boolean isUndefined() {
        return this == Undefined.INSTANCE;
    }

    /** No value: an absent member, a failed conversion, a bad argument. */
    enum Undefined implements Value {
        INSTANCE;

        @Override
        public String typeName() {
            return "Undefined";
        }

        @Override
        public String toString() {
            return "Undefined";
        }
    }

    /** JSON null. */
    enum Null implements Value {
        INSTANCE;

        @Override
        public String typeName() {
            return "Null";
        }

        @Override
        public String toString() {
            return "null";
        }
    }

    /** A Boolean. */
    enum Bool implements Value {
        FALSE,
        TRUE;

        public static Bool of(boolean value) {
            return value ? TRUE : FALSE;
        }

        public boolean isTrue() {
            return this == TRUE;
        }

        @Override
        public String typeName() {
            return "Boolean";
        }

        @Override
        public String toString() {
            return isTrue() ? "true" : "false";
        }
    }

    /** Int or Decimal. */
    sealed interface Numeric extends Value {
        BigDecimal decimal();
    }

    /**
     * A whole number.
     *
     * @param decimal scale 0, at most 34 digits
     */
    record Int(BigDecimal decimal) implements Numeric {
        public static Int of(long value) {
            return new Int(BigDecimal.valueOf(value));
        }

        @Override
        public String typeName() {
            return "Int";
        }

        @Override
        public String toString() {
            return decimal.toString();
        }
    }

    /** A decimal number of at most 34 digits; made by {@link Numbers}, which knows when it is an Int instead. */
    record Decimal(BigDecimal decimal) implements Numeric {
        @Override
        public String typeName() {
            return "Decimal";
        }

        @Override
        public String toString() {
            return decimal.toString();
        }
    }

    /** A String. */
    record Text(String text) implements Value {
        @Override
        public String typeName() {
            return "String";
        }

        @Override
        public String toString() {
            return JsonText.of(this);
        }
    }

    /** An Array; it never holds Undefined. */
    record Array(List<Value> elements) implements Value {
        public Array {
            elements = Collections.unmodifiableList(elements);
        }

        @Override
        public String typeName() {
            return "Array";
        }

        @Override
        public String toString() {
            return JsonText.of(this);
        }
    }

    /** An Object, members in the order of the payload or statement; it never holds Undefined. */
    record Obj(Map<String, Value> members) implements Value {
        public Obj {
            members = Collections.unmodifiableMap(members);
        }

        @Override
        public String typeName() {
            return "Object";
        }

        @Override
        public String toString() {
            return JsonText.of(this);
        }
    }

    /** A payload that is not JSON, as {@code *} sees it. */
    record Binary(Bytes bytes) implements Value {
        @Override
        public String typeName() {
            return "binary payload";
        }

        @Override
        public String toString() {
            return "<" + bytes + ">";
        }
    }
}
