package dev.penstock.analytics.run;

import com.fasterxml.jackson.core.io.SerializedString;
import dev.penstock.analytics.type.Assignment;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.platform.data.Bytes;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as JSON objects. The names are prepared once and the values of most rows need no escapes, so that their bytes
 * are just put one after the other; a row that has a text which does is Jackson's to write. Both write the same.
 */
final class JsonRows implements RowFormat.RowWriter {
    private final byte[][] names;
    private final ColumnType[] types;
    private final AsciiBuffer json = new AsciiBuffer();
    private final JacksonRows others;

    JsonRows(StreamSchema schema) {
        names = schema.columns().stream().map(JsonRows::name).toArray(byte[][]::new);
        types = schema.columns().stream().map(StreamColumn::type).toArray(ColumnType[]::new);
        others = new JacksonRows(schema);
    }

    private static byte[] name(StreamColumn column) {
        byte[] quoted = new SerializedString(column.name()).asQuotedUTF8();
        byte[] name = new byte[quoted.length + 3];
        System.arraycopy(quoted, 0, name, 1, quoted.length);
        name[0] = '"';
        name[quoted.length + 1] = '"';
        name[quoted.length + 2] = ':';
        return name;
    }

    @Override
    public Bytes write(@Nullable Object[] row) {
        json.clear();
        json.put('{');
        for (int i = 0; i < names.length; i++) {
            if (i > 0) {
                json.put(',');
            }
            json.put(names[i]);
            if (!write(row[1 + i], types[i])) {
                return others.write(row);
            }
        }
        json.put('}');
        return json.copy();
    }

    /** @return false when the value is a text that needs escapes or is not of ASCII */
    private boolean write(@Nullable Object value, ColumnType type) {
        if (value == null) {
            json.put("null");
            return true;
        }
        switch (type.kind()) {
            case CHAR, VARCHAR -> {
                return json.putQuoted((String) value);
            }
            case BINARY, VARBINARY, DATE, TIME, TIMESTAMP -> {
                return json.putQuoted(String.valueOf(Assignment.shown(value, type)));
            }
            case TINYINT, SMALLINT, INTEGER, BIGINT -> json.put(((Number) value).longValue());
            case DOUBLE -> {
                double number = (Double) value;
                if (!Double.isFinite(number)) {
                    return false;
                }
                json.put(number);
            }
            case REAL -> {
                float number = (Float) value;
                if (!Float.isFinite(number)) {
                    return false;
                }
                json.put(Float.toString(number));
            }
            case DECIMAL -> json.put(((BigDecimal) value).toPlainString());
            case BOOLEAN -> json.put((Boolean) value ? "true" : "false");
        }
        return true;
    }
}
