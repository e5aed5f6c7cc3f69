package dev.penstock.analytics.cases;

import dev.penstock.analytics.Analytics;
import dev.penstock.analytics.AnalyticsFactory;
import dev.penstock.analytics.InApplicationRow;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.Streams;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** An input stream, the engine and a clock that moves only with the events of the case. */
final class CasePipeline implements AutoCloseable {
    static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final long PUT_SECONDS = 30;

    private final TestTime time = TestTime.at(START);
    private final Streams streams;
    private final Analytics analytics;
    private final List<InApplicationRow> rows = Collections.synchronizedList(new ArrayList<>());

    /** @param shards of the input stream */
    CasePipeline(int shards) {
        streams = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults())
                .streams();
        streams.start();
        streams.create(new StreamSpec(CaseDefinition.INPUT, shards, StreamSpec.DEFAULT_RETENTION));
        analytics = AnalyticsFactory.local(AwsIdentity.DEFAULT, time, streams);
        analytics.onRow(rows::add);
    }

    Analytics analytics() {
        return analytics;
    }

    /** Moves the clock, puts the record and returns when all that comes of it is out. */
    void put(CaseDefinition.Event event) {
        time.advance(Duration.between(time.now(), START.plusMillis(event.millis())));
        put(event.key(), event.record());
        time.settle();
    }

    /** Lets the clock go on. */
    void after(Duration rest) {
        time.advance(rest);
    }

    /** The rows of all in-application streams so far. */
    List<InApplicationRow> rows() {
        return List.copyOf(rows);
    }

    private void put(String key, Bytes record) {
        try {
            streams.put(CaseDefinition.INPUT, key, record).toCompletableFuture().get(PUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException refused) {
            throw new IllegalStateException("the input stream did not take a record", refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the case was interrupted", interrupted);
        }
    }

    /** The rows of an in-application stream so far, without their row time. */
    List<Map<String, @Nullable Object>> rows(String stream) {
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        for (InApplicationRow row : List.copyOf(rows)) {
            if (row.stream().equals(stream)) {
                found.add(row.columns());
            }
        }
        return found;
    }

    @Override
    public void close() {
        analytics.close();
        streams.close();
    }
}
