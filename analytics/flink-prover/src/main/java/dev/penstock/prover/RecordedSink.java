package dev.penstock.prover;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.EncodingFormat;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/**
 * Writes each row as one record to a file of its own for each statement. Like a Kinesis stream it takes new rows only, no
 * updates.
 *
 * @param stream whose records they are; empty when nobody keeps them
 */
record RecordedSink(String folder, String stream, EncodingFormat<SerializationSchema<RowData>> format, DataType type)
        implements DynamicTableSink {

    @Override
    public ChangelogMode getChangelogMode(ChangelogMode requested) {
        return ChangelogMode.insertOnly();
    }

    @Override
    public SinkRuntimeProvider getSinkRuntimeProvider(DynamicTableSink.Context context) {
        return SinkV2Provider.of(new Records(folder, stream, format.createRuntimeEncoder(context, type)), 1);
    }

    @Override
    public DynamicTableSink copy() {
        return new RecordedSink(folder, stream, format, type);
    }

    @Override
    public String asSummaryString() {
        return "records to " + stream;
    }

    private record Records(String folder, String stream, SerializationSchema<RowData> schema) implements Sink<RowData> {
        @Override
        public SinkWriter<RowData> createWriter(WriterInitContext context) throws IOException {
            try {
                schema.open(context.asSerializationSchemaInitializationContext());
            } catch (Exception unusable) {
                throw new IOException("the format cannot be used", unusable);
            }
            if (stream.isEmpty()) {
                return new Measured(schema);
            }
            return new RowWriter(new RecordFile.Writer(RecordFile.newOutput(Path.of(folder), stream)), schema);
        }
    }

    private record RowWriter(RecordFile.Writer file, SerializationSchema<RowData> schema)
            implements SinkWriter<RowData> {
        @Override
        public void write(RowData row, SinkWriter.Context context) throws IOException {
            file.add(schema.serialize(row));
        }

        @Override
        public void flush(boolean endOfInput) {
            // The file is closed with the writer, and nobody reads it before.
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Makes records and forgets them. */
    private record Measured(SerializationSchema<RowData> schema) implements SinkWriter<RowData> {
        @Override
        public void write(RowData row, SinkWriter.Context context) {
            if (schema.serialize(row).length == 0) {
                throw new IllegalStateException("a record without content");
            }
        }

        @Override
        public void flush(boolean endOfInput) {
            // Nothing waits.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
