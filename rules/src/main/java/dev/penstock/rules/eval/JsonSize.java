package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Text;
import java.util.Map;

/** How long a value is as JSON text, without writing it. */
public final class JsonSize {
    private static final int WORD = 5;
    private static final int ESCAPED = 6;

    private JsonSize() {}

    /**
     * The length in bytes of UTF-8; at most a few bytes more than that, where numbers and escapes have a shorter form.
     * What has no JSON form counts as nothing.
     */
    public static long of(Value value) {
        if (value instanceof Text text) {
            return ofText(text.text());
        } else if (value instanceof Value.Numeric number) {
            return number.toString().length();
        } else if (value instanceof Value.Array array) {
            long sum = 2;
            for (Value element : array.elements()) {
                sum += of(element) + 1;
            }
            return sum;
        } else if (value instanceof Value.Obj object) {
            long sum = 2;
            for (Map.Entry<String, Value> member : object.members().entrySet()) {
                sum += ofText(member.getKey()) + of(member.getValue()) + 2;
            }
            return sum;
        }
        return value.isUndefined() || value instanceof Value.Binary ? 0 : WORD;
    }

    private static long ofText(String text) {
        long sum = 2;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                sum += c < ' ' ? ESCAPED : c == '"' || c == '\\' ? 2 : 1;
            } else {
                // Each half of a surrogate pair stands for two of its four bytes.
                sum += c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            }
        }
        return sum;
    }
}
