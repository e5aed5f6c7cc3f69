package dev.penstock.prover;

import java.nio.file.Path;
import java.util.Set;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.format.EncodingFormat;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.factories.SerializationFormatFactory;

/**
 * What stands in the place of the Kinesis connector: a table reads the records of a file and comes to an end, or writes to
 * one. Formats are Flink's own, so what goes in and out are the bytes of records. Flink creates it by its identifier.
 */
public final class RecordedTableFactory implements DynamicTableSourceFactory, DynamicTableSinkFactory {
    /** {@code 'connector' = 'recorded'}. */
    static final String IDENTIFIER = "recorded";

    /** The folder of the files, in the configuration of the environment. */
    static final ConfigOption<String> FOLDER =
            ConfigOptions.key("penstock.recorded.folder").stringType().noDefaultValue();

    /** How many records are read, from the begin of the file again when it is short; 0 reads it once. */
    static final ConfigOption<Long> RECORDS =
            ConfigOptions.key("penstock.recorded.records").longType().defaultValue(0L);

    /** Whether rows become records that nobody keeps. */
    static final ConfigOption<Boolean> DISCARD =
            ConfigOptions.key("penstock.recorded.discard").booleanType().defaultValue(false);

    private static final ConfigOption<String> STREAM =
            ConfigOptions.key("stream").stringType().noDefaultValue();

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(STREAM, FactoryUtil.FORMAT);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        DecodingFormat<DeserializationSchema<RowData>> format =
                helper.discoverDecodingFormat(DeserializationFormatFactory.class, FactoryUtil.FORMAT);
        helper.validate();
        return new RecordedSource(
                RecordFile.input(folder(context), stream(helper.getOptions())).toString(),
                context.getConfiguration().get(RECORDS),
                format,
                context.getPhysicalRowDataType());
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        EncodingFormat<SerializationSchema<RowData>> format =
                helper.discoverEncodingFormat(SerializationFormatFactory.class, FactoryUtil.FORMAT);
        helper.validate();
        return new RecordedSink(
                folder(context).toString(),
                context.getConfiguration().get(DISCARD) ? "" : stream(helper.getOptions()),
                format,
                context.getPhysicalRowDataType());
    }

    private static Path folder(Context context) {
        return Path.of(context.getConfiguration().get(FOLDER));
    }

    private static String stream(ReadableConfig options) {
        return options.get(STREAM);
    }
}
