package dev.penstock.analytics.log;

import dev.penstock.analytics.function.TimeFunctions;
import dev.penstock.analytics.input.Coercion;
import dev.penstock.analytics.sql.TypeParser;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.TypeKind;
import dev.penstock.platform.aws.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A field of a record, {@code name TYPE type ['date format'] [NOT NULL]}.
 *
 * @param dateFormat of a DATE or TIMESTAMP, empty for the usual one
 */
record LogField(String name, ColumnType type, String dateFormat, boolean isNotNull) {
    /** How long fields are of which nothing is said. */
    static final int TEXT_LENGTH = 1_024;

    private static final Pattern FORM = Pattern.compile(
            "(?:\"(?<quoted>[^\"]+)\"|(?<name>[A-Za-z_][A-Za-z0-9_]*))\\s+(?i:TYPE)\\s+"
                    + "(?<type>[A-Za-z]+(?:\\s+(?i:PRECISION|VARYING))?(?:\\s*\\([0-9, ]+\\))?)"
                    + "(?<rest>.*)",
            Pattern.DOTALL);
    private static final Pattern REST =
            Pattern.compile("\\s*(?:'(?<format>[^']*)')?\\s*(?<notNull>(?i:NOT\\s+NULL))?\\s*");

    static LogField text(String name) {
        return new LogField(name, ColumnType.varchar(TEXT_LENGTH), "", false);
    }

    /** Reads a list, parted by commas. */
    static List<LogField> list(String list) {
        List<LogField> fields = new ArrayList<>();
        for (String part : parts(list)) {
            Matcher form = form(part);
            Matcher options = options(form.group("rest"));
            if (!options.matches()) {
                throw wrong(part);
            }
            fields.add(of(form, options));
        }
        return fields;
    }

    /** The name and type that a part of a list begins with; group {@code rest} is what follows. */
    static Matcher form(String part) {
        Matcher form = FORM.matcher(part);
        if (!form.matches()) {
            throw wrong(part);
        }
        return form;
    }

    /** The format and NOT NULL that may follow a type. */
    static Matcher options(String rest) {
        return REST.matcher(rest);
    }

    static LogField of(Matcher form, Matcher options) {
        String dateFormat = options.group("format") == null ? "" : options.group("format");
        boolean isNotNull = options.group("notNull") != null;
        String name = form.group("quoted") == null ? form.group("name").toUpperCase(Locale.ROOT) : form.group("quoted");
        try {
            return new LogField(name, TypeParser.parse(form.group("type")), dateFormat, isNotNull);
        } catch (AwsException unknown) {
            throw new IllegalArgumentException(
                    "the type %s of field %s is not known".formatted(form.group("type"), name), unknown);
        }
    }

    /** The parts between commas that stand neither in parentheses nor in quotes. */
    static List<String> parts(String list) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean isQuoted = false;
        int start = 0;
        for (int i = 0; i <= list.length(); i++) {
            char c = i == list.length() ? ',' : list.charAt(i);
            if (c == '\'') {
                isQuoted = !isQuoted;
            } else if (!isQuoted && c == '(') {
                depth++;
            } else if (!isQuoted && c == ')') {
                depth--;
            } else if (i == list.length() || (c == ',' && depth == 0 && !isQuoted)) {
                parts.add(list.substring(start, i).strip());
                start = i + 1;
            }
        }
        return parts;
    }

    private static IllegalArgumentException wrong(String part) {
        return new IllegalArgumentException(
                "'%s' is no field: expected name TYPE type, for example LEVEL TYPE VARCHAR(8)".formatted(part));
    }

    StreamColumn column() {
        return new StreamColumn(name, type, isNotNull);
    }

    /** The value of a piece of text; an empty one is NULL but for texts. */
    @Nullable
    Object value(@Nullable String piece) {
        Object value = piece == null || (piece.isBlank() && !type.kind().isText()) ? null : parsed(piece);
        if (value == null && isNotNull) {
            throw new RowFailure(
                    RowFailure.Kind.NULL_IN_NOT_NULL_COLUMN, "field %s is NOT NULL and has no value".formatted(name));
        }
        return value;
    }

    private @Nullable Object parsed(String piece) {
        try {
            if (!dateFormat.isEmpty() && type.kind() == TypeKind.TIMESTAMP) {
                return TimeFunctions.charToTimestamp(dateFormat, piece);
            }
            if (!dateFormat.isEmpty() && type.kind() == TypeKind.DATE) {
                return TimeFunctions.charToDate(dateFormat, piece);
            }
            if (!dateFormat.isEmpty() && type.kind() == TypeKind.TIME) {
                return TimeFunctions.charToTime(dateFormat, piece);
            }
            return Coercion.ofText(type.kind().isText() ? piece : piece.strip(), type);
        } catch (RowFailure mismatch) {
            throw new RowFailure(mismatch.kind(), "field %s: %s".formatted(name, mismatch.getMessage()));
        }
    }
}
