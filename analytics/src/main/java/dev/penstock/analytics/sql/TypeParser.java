package dev.penstock.analytics.sql;

import dev.penstock.analytics.sql.Token.Kind;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.TypeKind;
import java.util.Locale;

/** Reads SQL types of columns. */
public final class TypeParser {
    private static final String SUPPORTED = "BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL(p,s), REAL, FLOAT,"
            + " DOUBLE, CHAR(n), VARCHAR(n), BINARY(n), VARBINARY(n), DATE, TIME, TIMESTAMP";

    private final TokenCursor tokens;

    TypeParser(TokenCursor tokens) {
        this.tokens = tokens;
    }

    /**
     * A type that stands alone, for example {@code VARCHAR(16)} of an input schema.
     *
     * @throws dev.penstock.platform.aws.AwsException CodeValidationException
     */
    public static ColumnType parse(String text) {
        TokenCursor tokens = new TokenCursor(new SourceText(text));
        ColumnType type = new TypeParser(tokens).type();
        if (!tokens.atEnd()) {
            throw tokens.expected("the end of the type");
        }
        return type;
    }

    ColumnType type() {
        Token name = tokens.expect(Kind.WORD, "a type");
        try {
            return type(name);
        } catch (IllegalArgumentException outOfRange) {
            throw tokens.error(name, String.valueOf(outOfRange.getMessage()));
        }
    }

    private ColumnType type(Token name) {
        return switch (name.text().toUpperCase(Locale.ROOT)) {
            case "BOOLEAN" -> ColumnType.of(TypeKind.BOOLEAN);
            case "TINYINT" -> ColumnType.of(TypeKind.TINYINT);
            case "SMALLINT" -> ColumnType.of(TypeKind.SMALLINT);
            case "INTEGER", "INT" -> ColumnType.of(TypeKind.INTEGER);
            case "BIGINT" -> ColumnType.of(TypeKind.BIGINT);
            case "REAL" -> ColumnType.of(TypeKind.REAL);
            case "FLOAT" -> ColumnType.of(TypeKind.DOUBLE);
            case "DOUBLE" -> doublePrecision();
            case "DATE" -> ColumnType.of(TypeKind.DATE);
            case "TIMESTAMP" -> timed(TypeKind.TIMESTAMP);
            case "TIME" -> timed(TypeKind.TIME);
            case "BINARY" -> new ColumnType(TypeKind.BINARY, tokens.peek().isSymbol("(") ? length(name) : 1, 0);
            case "VARBINARY" -> new ColumnType(TypeKind.VARBINARY, length(name), 0);
            case "DECIMAL", "DEC", "NUMERIC" -> decimal();
            case "CHAR", "CHARACTER" -> character();
            case "VARCHAR" -> new ColumnType(TypeKind.VARCHAR, length(name), 0);
            default ->
                throw tokens.error(
                        name, "type %s is not supported; supported are %s".formatted(name.text(), SUPPORTED));
        };
    }

    private ColumnType doublePrecision() {
        tokens.acceptWord("PRECISION");
        return ColumnType.of(TypeKind.DOUBLE);
    }

    private ColumnType timed(TypeKind kind) {
        if (tokens.peek().isSymbol("(")) {
            throw tokens.error(tokens.peek(), kind + " takes no precision: it always has milliseconds");
        }
        return ColumnType.of(kind);
    }

    private ColumnType decimal() {
        if (!tokens.acceptSymbol("(")) {
            return new ColumnType(TypeKind.DECIMAL, ColumnType.DEFAULT_DIGITS, 0);
        }
        int precision = number();
        int scale = tokens.acceptSymbol(",") ? number() : 0;
        tokens.expectSymbol(")");
        return new ColumnType(TypeKind.DECIMAL, precision, scale);
    }

    private ColumnType character() {
        if (tokens.acceptWord("VARYING")) {
            return new ColumnType(TypeKind.VARCHAR, length(tokens.peek()), 0);
        }
        return new ColumnType(TypeKind.CHAR, tokens.peek().isSymbol("(") ? length(tokens.peek()) : 1, 0);
    }

    private int length(Token blamed) {
        if (!tokens.acceptSymbol("(")) {
            String name = blamed.isWord("VARBINARY") ? "VARBINARY" : "VARCHAR";
            throw tokens.error(blamed, "%s needs a length, for example %s(16)".formatted(name, name));
        }
        int length = number();
        tokens.expectSymbol(")");
        return length;
    }

    private int number() {
        Token number = tokens.expect(Kind.NUMBER, "a number");
        try {
            return Integer.parseInt(number.text());
        } catch (NumberFormatException notAnInt) {
            throw tokens.error(number, "%s is not a length".formatted(number.text()));
        }
    }
}
