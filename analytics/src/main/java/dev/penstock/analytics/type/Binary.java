package dev.penstock.analytics.type;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.ByteString;

/** Values of BINARY and VARBINARY. */
public final class Binary {
    private static final Pattern LITERAL = Pattern.compile("[xX]'((?:[0-9a-fA-F]{2})*)'");

    private Binary() {}

    /** One byte, or all of a BINARY, with the lowest bit set or none. */
    public static ByteString of(boolean truth, ColumnType type) {
        byte[] bytes = new byte[type.kind() == TypeKind.BINARY ? type.precision() : 1];
        bytes[bytes.length - 1] = (byte) (truth ? 1 : 0);
        return new ByteString(bytes);
    }

    /**
     * Reads {@code X'0aff'}.
     *
     * @throws RowFailure when it is not one, or longer than the type
     */
    public static ByteString parse(String text, ColumnType type) {
        Matcher literal = LITERAL.matcher(text.strip());
        if (!literal.matches()) {
            throw RowFailure.coercion("'%s' is not bytes of the form X'0aff'".formatted(text));
        }
        return fitted(ByteString.of(literal.group(1), 16), type);
    }

    /**
     * Fills a BINARY up with zeros at its end.
     *
     * @throws RowFailure when the value is too long
     */
    public static ByteString fitted(ByteString value, ColumnType type) {
        if (value.length() > type.precision()) {
            throw RowFailure.coercion("%d bytes do not fit %s".formatted(value.length(), type));
        }
        boolean isFilled = type.kind() == TypeKind.VARBINARY || value.length() == type.precision();
        return isFilled ? value : value.concat(new ByteString(new byte[type.precision() - value.length()]));
    }
}
