package dev.penstock.analytics.run;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.penstock.analytics.type.Assignment;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.analytics.type.TypeKind;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a row as a record. JSON: an object with the columns in declared order and no line end. CSV: the values with
 * commas between them and a line end. ROWTIME is not written.
 *
 * <p>Source: Kinesis Data Analytics Developer Guide, Configuring Application Output. Whether JSON ends its line, and how
 * CSV quotes, is not documented; a value with a comma, a quote or a line end is quoted as RFC 4180 says.
 */
enum RowFormat {
    JSON {
        @Override
        Bytes write(StreamSchema schema, @Nullable Object[] row) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(INITIAL_BYTES);
            try (JsonGenerator json = Json.MAPPER.getFactory().createGenerator(bytes)) {
                json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
                json.writeStartObject();
                for (int i = 0; i < schema.columns().size(); i++) {
                    StreamColumn column = schema.columns().get(i);
                    json.writeFieldName(column.name());
                    writeValue(
                            json,
                            Assignment.shown(row[1 + i], column.type()),
                            column.type().kind());
                }
                json.writeEndObject();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return Bytes.wrap(bytes.toByteArray());
        }
    },
    CSV {
        @Override
        Bytes write(StreamSchema schema, @Nullable Object[] row) {
            List<StreamColumn> columns = schema.columns();
            String line = IntStream.range(0, columns.size())
                    .mapToObj(i ->
                            quoted(Assignment.text(row[1 + i], columns.get(i).type())))
                    .collect(Collectors.joining(",", "", "\n"));
            return Bytes.utf8(line);
        }
    };

    private static final int INITIAL_BYTES = 256;

    abstract Bytes write(StreamSchema schema, @Nullable Object[] row);

    private static void writeValue(JsonGenerator json, @Nullable Object value, TypeKind kind) throws IOException {
        if (value == null) {
            json.writeNull();
            return;
        }
        switch (kind) {
            case BOOLEAN -> json.writeBoolean((Boolean) value);
            case TINYINT, SMALLINT, INTEGER, BIGINT -> json.writeNumber(((Number) value).longValue());
            case DECIMAL -> json.writeNumber((BigDecimal) value);
            case REAL -> json.writeNumber((Float) value);
            case DOUBLE -> json.writeNumber((Double) value);
            case CHAR, VARCHAR, BINARY, VARBINARY, DATE, TIME, TIMESTAMP -> json.writeString((String) value);
        }
    }

    private static String quoted(String value) {
        boolean isPlain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return isPlain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
