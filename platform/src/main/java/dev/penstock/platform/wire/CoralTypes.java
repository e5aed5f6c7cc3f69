package dev.penstock.platform.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import java.util.Base64;
import java.util.Locale;

/**
 * What AWS says of a value that has not the type of its member, word for word, and the texts it converts.
 *
 * <p>Source: observed answers of the service (fact sheet spec-kinesis, section 1.6).
 */
final class CoralTypes {
    private static final int BASE64_GROUP = 4;
    private static final int BITS_PER_CHAR = 6;
    private static final int BITS_PER_BYTE = 8;
    /** A complaint repeats what was sent; a mistake in a record of 1 MiB need not be answered with 1 MiB. */
    private static final int MAX_REPEATED = 1024;

    private CoralTypes() {}

    /** @param type with its article, for example {@code an String}; AWS's grammar */
    static AwsException notConvertible(JsonNode value, String type) {
        if (value.isArray() || value.isObject()) {
            return expected(value, type);
        }
        return AwsException.serialization("%s can not be converted to %s".formatted(javaClass(value), type));
    }

    /** A list, structure or map is due and {@code value} is something else. */
    static AwsException expected(JsonNode value, String what) {
        if (value.isArray()) {
            return AwsException.serialization("Start of list found where not expected");
        }
        if (value.isObject()) {
            return AwsException.serialization("Start of structure or map found where not expected.");
        }
        return AwsException.serialization("Expected " + what);
    }

    private static String javaClass(JsonNode value) {
        if (value.isBoolean()) {
            return "class java.lang.Boolean";
        }
        if (value.isBinary()) {
            return "class java.nio.HeapByteBuffer";
        }
        return value.isNumber()
                ? "class com.amazon.coral.value.json.numbers.TruncatingBigNumber"
                : "class java.lang.String";
    }

    static boolean bool(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return switch (upper) {
            case "TRUE", "YES", "1" -> true;
            case "FALSE", "NO", "0" -> false;
            default ->
                throw AwsException.serialization("'%s' can not be converted to an Boolean".formatted(repeated(upper)));
        };
    }

    /** Strict Base64: padded, and no bits lost in the last character. */
    static Bytes blob(String text) {
        int length = text.length();
        if (length % BASE64_GROUP != 0) {
            throw notBase64(
                    text, "Base64 encoded length is expected a multiple of 4 bytes but found: %d".formatted(length));
        }
        if (!losesBits(text)) {
            try {
                return Bytes.wrap(Base64.getDecoder().decode(text));
            } catch (IllegalArgumentException malformed) {
                // told below
            }
        }
        int bad = badCharacter(text);
        throw notBase64(
                text,
                bad < 0
                        ? "Invalid last non-pad Base64 character dectected" // AWS's spelling
                        : "Invalid Base64 character: '%c'".formatted(text.charAt(bad)));
    }

    private static AwsException notBase64(String text, String why) {
        return AwsException.serialization("'%s' can not be converted to a Blob: %s".formatted(repeated(text), why));
    }

    private static String repeated(String text) {
        return text.length() <= MAX_REPEATED ? text : text.substring(0, MAX_REPEATED) + "...";
    }

    /** The first character that is none of Base64, or a padding that is not at the end; -1 when there is none. */
    private static int badCharacter(String text) {
        int last = text.length() - 1;
        for (int i = 0; i <= last; i++) {
            char c = text.charAt(i);
            if (c == '=' ? i < last && text.charAt(i + 1) != '=' : base64Value(c) < 0) {
                return i;
            }
        }
        return -1;
    }

    /** Padding leaves bits of the last character unused; they must be zero. */
    private static boolean losesBits(String text) {
        int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
        if (padding == 0) {
            return false;
        }
        int unused = padding * BITS_PER_BYTE % BITS_PER_CHAR;
        return (base64Value(text.charAt(text.length() - padding - 1)) & ((1 << unused) - 1)) != 0;
    }

    private static int base64Value(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' ? 62 : c == '/' ? 63 : -1;
    }
}
