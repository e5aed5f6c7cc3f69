package dev.penstock.rules.explain;

import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.eval.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Values and payloads cut to a length that fits a terminal. */
final class Shown {
    private static final int MAX_VALUE = 120;
    private static final int MAX_PAYLOAD = 400;

    private Shown() {}

    static String value(Value value) {
        return cut(value.toString(), MAX_VALUE);
    }

    /** As text when it is text, else as Base64. */
    static String payload(Bytes payload) {
        if (payload.isEmpty()) {
            return "(empty)";
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload.shared()))
                    .toString();
            boolean printable =
                    text.codePoints().noneMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c));
            if (printable) {
                return cut(text.replaceAll("\\s*\\R\\s*", " "), MAX_PAYLOAD);
            }
        } catch (CharacterCodingException notText) {
            return base64(payload);
        }
        return base64(payload);
    }

    private static String base64(Bytes payload) {
        return "base64 " + cut(payload.base64(), MAX_PAYLOAD);
    }

    /** A text that stands for itself. */
    static String text(String text) {
        return cut(text, MAX_PAYLOAD);
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max) + "... (%d characters)".formatted(text.length());
    }
}
