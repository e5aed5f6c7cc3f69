package dev.penstock.analytics;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.wire.AwsJsonService;
import dev.penstock.stream.LocalStreams;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.StreamSubscription;
import dev.penstock.stream.Streams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** In-memory streams, the engine and a clock that stands at 2024-01-01 00:00:00 UTC. */
final class TestPipeline implements AutoCloseable {
    static final String IN = "input";
    static final String OUT = "output";

    final TestTime time = TestTime.at("2024-01-01T00:00:00Z");
    final Streams streams;
    final AwsJsonService kinesis;
    final Analytics analytics;
    private final List<InApplicationRow> rows = new CopyOnWriteArrayList<>();

    TestPipeline() {
        this(StreamSettings.defaults());
    }

    TestPipeline(StreamSettings settings) {
        LocalStreams local = StreamFactory.local(AwsIdentity.DEFAULT, time, settings);
        streams = local.streams();
        kinesis = local.api();
        streams.start();
        streams.create(new StreamSpec(IN, 1, StreamSpec.DEFAULT_RETENTION));
        streams.create(new StreamSpec(OUT, 1, StreamSpec.DEFAULT_RETENTION));
        analytics = AnalyticsFactory.local(AwsIdentity.DEFAULT, time, streams);
        analytics.onRow(rows::add);
    }

    /** An application named {@code app} over {@link #IN}. */
    static ApplicationSpec application(
            String code, List<ApplicationSpec.Column> columns, ApplicationSpec.Output... outputs) {
        ApplicationSpec.Input input =
                new ApplicationSpec.Input("SOURCE_SQL_STREAM", IN, new StartingPosition.TrimHorizon(), "$", columns);
        return new ApplicationSpec("app", code, input, List.of(outputs));
    }

    static ApplicationSpec.Column column(String name, String type) {
        return new ApplicationSpec.Column(name, type, "$." + name);
    }

    void run(ApplicationSpec spec) {
        analytics.create(spec);
        analytics.startApplication(spec.name());
    }

    /** Puts a record and lets the pipeline settle. */
    void put(String json) {
        put(Bytes.utf8(json));
    }

    void put(Bytes record) {
        try {
            streams.put(IN, "key", record).toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError("the input did not take the record", failure);
        }
        time.settle();
    }

    /** Moves the clock to so many milliseconds after the start. */
    void at(long millis) {
        time.advance(Duration.ofMillis(millis - (time.millis() - 1_704_067_200_000L)));
    }

    /** Rows of an in-application stream so far, without their row time. */
    List<Map<String, @Nullable Object>> rows(String stream) {
        return all(stream).stream().map(InApplicationRow::columns).toList();
    }

    List<InApplicationRow> all(String stream) {
        return rows.stream().filter(row -> row.stream().equals(stream)).toList();
    }

    /** Reads a stream from its beginning. */
    List<String> records(String stream) {
        List<ShardReader> readers = new CopyOnWriteArrayList<>();
        List<String> records = new ArrayList<>();
        StreamSubscription subscription =
                streams.subscribe(stream, "test", new StartingPosition.TrimHorizon(), readers::add);
        for (ShardReader reader : readers) {
            reader.poll(10_000, Long.MAX_VALUE)
                    .forEach(record -> records.add(record.data().utf8()));
        }
        subscription.close();
        return records;
    }

    @Override
    public void close() {
        analytics.close();
        streams.close();
    }
}
