package dev.penstock.analytics.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.penstock.analytics.type.Assignment;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.platform.data.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Writes any row as a JSON object, all of them with one generator into one buffer, of which each record is a copy. */
final class JacksonRows implements RowFormat.RowWriter {
    private static final int INITIAL_BYTES = 256;

    /** Rows are values of their own, with nothing between them. */
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .rootValueSeparator("")
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(INITIAL_BYTES);
    private final SerializableString[] names;
    private final ColumnType[] types;
    private @Nullable JsonGenerator generator;

    JacksonRows(StreamSchema schema) {
        names = schema.columns().stream()
                .map(column -> new SerializedString(column.name()))
                .toArray(SerializableString[]::new);
        types = schema.columns().stream().map(StreamColumn::type).toArray(ColumnType[]::new);
    }

    @Override
    public Bytes write(@Nullable Object[] row) {
        try {
            JsonGenerator json = generator == null ? FACTORY.createGenerator(bytes) : generator;
            generator = null; // of no use any more when a value cannot be written
            bytes.reset();
            json.writeStartObject();
            for (int i = 0; i < names.length; i++) {
                json.writeFieldName(names[i]);
                write(json, row[1 + i], types[i]);
            }
            json.writeEndObject();
            json.flush();
            generator = json;
            return Bytes.wrap(bytes.toByteArray());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void write(JsonGenerator json, @Nullable Object value, ColumnType type) throws IOException {
        if (value == null) {
            json.writeNull();
            return;
        }
        switch (type.kind()) {
            case BOOLEAN -> json.writeBoolean((Boolean) value);
            case TINYINT, SMALLINT, INTEGER, BIGINT -> json.writeNumber(((Number) value).longValue());
            case DECIMAL -> json.writeNumber((BigDecimal) value);
            case REAL -> json.writeNumber((Float) value);
            case DOUBLE -> json.writeNumber((Double) value);
            case CHAR, VARCHAR -> json.writeString((String) value);
            case BINARY, VARBINARY, DATE, TIME, TIMESTAMP ->
                json.writeString(String.valueOf(Assignment.shown(value, type)));
        }
    }
}
