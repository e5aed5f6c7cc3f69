package dev.penstock.rules.eval;

import dev.penstock.platform.data.Bytes;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

        /** Whether {@link #unscaled} and {@link #scale} are it: unscaled * 10^-scale, scale from 0 to 18. */
        boolean isSmall();

        long unscaled();

        int scale();
    }

    /** A whole number of at most 34 digits. */
    final class Int implements Numeric {
        private final long small;
        private final boolean isSmall;
        private @Nullable BigDecimal decimal;

        /** @param decimal scale 0, at most 34 digits */
        public Int(BigDecimal decimal) {
            this.decimal = decimal;
            isSmall = decimal.precision() <= SmallDecimal.DIGITS;
            small = isSmall ? decimal.longValue() : 0;
        }

        private Int(long small) {
            this.small = small;
            isSmall = true;
        }

        public static Int of(long value) {
            return new Int(value);
        }

        @Override
        public boolean isSmall() {
            return isSmall;
        }

        @Override
        public long unscaled() {
            return small;
        }

        @Override
        public int scale() {
            return 0;
        }

        @Override
        public BigDecimal decimal() {
            BigDecimal known = decimal;
            if (known == null) {
                known = BigDecimal.valueOf(small);
                decimal = known;
            }
            return known;
        }

        @Override
        public String typeName() {
            return "Int";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Int number && decimal().equals(number.decimal());
        }

        @Override
        public int hashCode() {
            return decimal().hashCode();
        }

        @Override
        public String toString() {
            return isSmall ? Long.toString(small) : decimal().toString();
        }
    }

    /** A decimal number of at most 34 digits; made by {@link Numbers}, which knows when it is an Int instead. */
    final class Decimal implements Numeric {
        private static final int LARGE = -1;

        private final long unscaled;
        private final int scale;
        private @Nullable BigDecimal decimal;

        /** @param decimal at most 34 digits */
        public Decimal(BigDecimal decimal) {
            this.decimal = decimal;
            boolean isSmall = decimal.precision() <= SmallDecimal.DIGITS
                    && decimal.scale() > 0
                    && decimal.scale() <= SmallDecimal.DIGITS;
            unscaled = isSmall ? decimal.unscaledValue().longValue() : 0;
            scale = isSmall ? decimal.scale() : LARGE;
        }

        /** @param scale 0 to 18 */
        Decimal(long unscaled, int scale) {
            this.unscaled = unscaled;
            this.scale = scale;
        }

        @Override
        public boolean isSmall() {
            return scale != LARGE;
        }

        @Override
        public long unscaled() {
            return unscaled;
        }

        @Override
        public int scale() {
            return scale;
        }

        @Override
        public BigDecimal decimal() {
            BigDecimal known = decimal;
            if (known == null) {
                known = BigDecimal.valueOf(unscaled, scale);
                decimal = known;
            }
            return known;
        }

        @Override
        public String typeName() {
            return "Decimal";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Decimal number && decimal().equals(number.decimal());
        }

        @Override
        public int hashCode() {
            return decimal().hashCode();
        }

        @Override
        public String toString() {
            return decimal().toString();
        }
    }

    /** A String; one of a payload is decoded when it is first looked at. */
    final class Text implements Value {
        private @Nullable String text;
        private final @Nullable JsonTape tape;
        private final int entry;

        public Text(String text) {
            this.text = text;
            tape = null;
            entry = 0;
        }

        Text(JsonTape tape, int entry) {
            this.tape = tape;
            this.entry = entry;
        }

        public String text() {
            String known = text;
            if (known == null) {
                known = tape == null ? "" : tape.text(entry);
                text = known;
            }
            return known;
        }

        /** How much there is to walk over. */
        int weight() {
            String known = text;
            return 1 + (known != null ? known.length() : tape == null ? 0 : tape.end(entry) - tape.start(entry));
        }

        void write(JsonWriter out) {
            if (tape == null) {
                out.string(text());
            } else {
                tape.writeText(entry, out);
            }
        }

        @Override
        public String typeName() {
            return "String";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Text string && text().equals(string.text());
        }

        @Override
        public int hashCode() {
            return text().hashCode();
        }

        @Override
        public String toString() {
            return JsonText.shown(this);
        }
    }

    /** An Array; it never holds Undefined. */
    final class Array implements Value {
        private final @Nullable ParsedElements source;
        private @Nullable List<Value> elements;
        private final int depth;
        private final int weight;

        /** @throws LimitExceeded when it is nested too deep or too large */
        public Array(List<Value> elements) {
            source = null;
            this.elements = Collections.unmodifiableList(elements);
            depth = Depth.around(elements);
            weight = Weight.ofElements(elements);
        }

        Array(ParsedElements source) {
            this.source = source;
            depth = source.document().tape().depth();
            weight = source.document().length(source.entry());
        }

        public List<Value> elements() {
            List<Value> known = elements;
            if (known == null) {
                known = source == null
                        ? List.of()
                        : Collections.unmodifiableList(source.document().elements(source.entry()));
                elements = known;
            }
            return known;
        }

        int depth() {
            return depth;
        }

        int weight() {
            return weight;
        }

        void write(JsonWriter out) {
            if (source == null) {
                out.elements(elements());
            } else {
                source.document().write(source.entry(), out);
            }
        }

        @Override
        public String typeName() {
            return "Array";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Array array && elements().equals(array.elements());
        }

        @Override
        public int hashCode() {
            return elements().hashCode();
        }

        @Override
        public String toString() {
            return JsonText.shown(this);
        }
    }

    /** An Object, members in the order of the payload or statement; it never holds Undefined. */
    final class Obj implements Value {
        private final @Nullable MemberSource source;
        private @Nullable Map<String, Value> members;
        private final int depth;
        private final int weight;

        /** @throws LimitExceeded when it is nested too deep or too large */
        public Obj(Map<String, Value> members) {
            source = null;
            this.members = Collections.unmodifiableMap(members);
            depth = Depth.around(members.values());
            weight = Weight.ofMembers(members);
        }

        Obj(MemberSource source) {
            this.source = source;
            depth = Depth.checked(source.depth());
            weight = source.weight();
        }

        public Map<String, Value> members() {
            Map<String, Value> known = members;
            if (known == null) {
                known = source == null ? Map.of() : Collections.unmodifiableMap(source.toMap());
                members = known;
            }
            return known;
        }

        /** The member of a name, Undefined when there is none. */
        Value member(MemberKey key) {
            if (members == null && source != null) {
                Value found = source.find(key);
                if (found != null) {
                    return found;
                }
            }
            Value member = members().get(key.name());
            return member == null ? Undefined.INSTANCE : member;
        }

        /** What it is made from; null when it is a map. */
        @Nullable
        MemberSource source() {
            return source;
        }

        int depth() {
            return depth;
        }

        int weight() {
            return weight;
        }

        void write(JsonWriter out) {
            if (source == null) {
                out.members(members());
            } else {
                source.write(out);
            }
        }

        @Override
        public String typeName() {
            return "Object";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Obj object && members().equals(object.members());
        }

        @Override
        public int hashCode() {
            return members().hashCode();
        }

        @Override
        public String toString() {
            return JsonText.shown(this);
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
