package dev.penstock.analytics.run;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.platform.data.Bytes;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends the rows of an in-application stream to a Kinesis or delivery stream, one put at a time and in order. While the
 * stream has no room, or fails, the application's thread waits here and reads nothing; a failed put is tried again for
 * ever, as the service does.
 */
final class OutputWriter implements RowOutput {
    private final String what;
    private final StreamSchema schema;
    private final RowFormat format;
    private final Function<Bytes, CompletionStage<?>> put;
    private final Retries retries;
    private final Counters counters;

    OutputWriter(
            ApplicationSpec.Output output,
            StreamSchema schema,
            Function<Bytes, CompletionStage<?>> put,
            Retries retries,
            Counters counters) {
        what = "output %s to stream %s".formatted(output.inApplicationStream(), output.stream());
        this.schema = schema;
        this.format = RowFormat.valueOf(output.format());
        this.put = put;
        this.retries = retries;
        this.counters = counters;
    }

    /** Returns when the stream has accepted the row. */
    @Override
    public void write(@Nullable Object[] row) {
        Bytes record = format.write(schema, row);
        retries.call(what, () -> put.apply(record).thenApply(answer -> record));
        counters.rowOut();
    }

    @Override
    public void flush() {
        // Every row was accepted when it was written.
    }
}
