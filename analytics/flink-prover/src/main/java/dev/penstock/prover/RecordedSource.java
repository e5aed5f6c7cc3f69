package dev.penstock.prover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.util.UserCodeClassLoader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a file, in order, in one task.
 *
 * @param count how many, beginning again at the end; 0 for each once
 */
record RecordedSource(String file, long count, DecodingFormat<DeserializationSchema<RowData>> format, DataType type)
        implements ScanTableSource {

    @Override
    public ChangelogMode getChangelogMode() {
        return ChangelogMode.insertOnly();
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        TypeInformation<RowData> rows = context.createTypeInformation(type);
        return SourceProvider.of(
                new DataGeneratorSource<>(
                        new Records(file, format.createRuntimeDecoder(context, type)),
                        count > 0 ? count : size(file),
                        rows),
                1);
    }

    private static long size(String file) {
        try {
            return RecordFile.read(Path.of(file)).size();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public DynamicTableSource copy() {
        return new RecordedSource(file, count, format, type);
    }

    @Override
    public String asSummaryString() {
        return "records of " + file;
    }

    /** The row of the record with a number. */
    private static final class Records implements GeneratorFunction<Long, RowData> {
        private final String file;
        private final DeserializationSchema<RowData> schema;
        private transient @Nullable List<byte[]> records;

        Records(String file, DeserializationSchema<RowData> schema) {
            this.file = file;
            this.schema = schema;
        }

        @Override
        public void open(SourceReaderContext context) throws Exception {
            records = RecordFile.read(Path.of(file));
            schema.open(new DeserializationSchema.InitializationContext() {
                @Override
                public MetricGroup getMetricGroup() {
                    return context.metricGroup();
                }

                @Override
                public UserCodeClassLoader getUserCodeClassLoader() {
                    return context.getUserCodeClassLoader();
                }
            });
        }

        @Override
        public RowData map(Long index) throws Exception {
            if (records == null) {
                throw new IllegalStateException("not opened");
            }
            return schema.deserialize(records.get((int) (index % records.size())));
        }
    }
}
