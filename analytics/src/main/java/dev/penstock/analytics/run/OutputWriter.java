package dev.penstock.analytics.run;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.operator.PipelineClosed;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.Streams;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the rows of an in-application stream to a Kinesis stream, one put at a time and in order. While the stream has no
 * room, or fails, the application's thread waits here and reads nothing; a failed put is tried again for ever, as the
 * service does.
 */
final class OutputWriter {
    private static final Logger log = LoggerFactory.getLogger(OutputWriter.class);
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final ApplicationSpec.Output output;
    private final StreamSchema schema;
    private final RowFormat format;
    private final Streams streams;
    private final Parking parking;
    private final Counters counters;
    private long written;

    OutputWriter(
            ApplicationSpec.Output output, StreamSchema schema, Streams streams, Parking parking, Counters counters) {
        this.output = output;
        this.schema = schema;
        this.format = RowFormat.valueOf(output.format());
        this.streams = streams;
        this.parking = parking;
        this.counters = counters;
    }

    /**
     * Returns when the stream has accepted the row.
     *
     * @throws PipelineClosed when the application is stopped meanwhile
     */
    void write(@Nullable Object[] row) {
        Bytes record = format.write(schema, row);
        String partitionKey = partitionKey();
        Duration delay = FIRST_DELAY;
        while (!put(partitionKey, record, delay)) {
            parking.sleep(delay);
            Duration doubled = delay.multipliedBy(2);
            delay = doubled.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : doubled;
        }
        counters.rowOut();
    }

    private boolean put(String partitionKey, Bytes record, Duration delay) {
        try {
            parking.await(streams.put(output.stream(), partitionKey, record));
            return true;
        } catch (PipelineClosed closed) {
            throw closed;
        } catch (CompletionException failure) {
            warn(failure.getCause() == null ? failure : failure.getCause(), delay);
            return false;
        } catch (RuntimeException failure) {
            warn(failure, delay);
            return false;
        }
    }

    private void warn(Throwable failure, Duration delay) {
        log.warn(
                "output {} of the application waits: stream {} refused a row ({}); trying again in {}",
                output.inApplicationStream(),
                output.stream(),
                failure.getMessage(),
                delay);
    }

    /** Spreads rows over the shards; the service does not document its key. */
    private String partitionKey() {
        return Long.toHexString(++written * MIX);
    }
}
