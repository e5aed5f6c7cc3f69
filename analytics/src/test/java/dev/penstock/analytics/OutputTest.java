package dev.penstock.analytics;

import static dev.penstock.analytics.TestPipeline.IN;
import static dev.penstock.analytics.TestPipeline.OUT;
import static dev.penstock.analytics.TestPipeline.application;
import static dev.penstock.analytics.TestPipeline.column;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.ShardListener;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamRecord;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.StreamSubscription;
import dev.penstock.stream.StreamSummary;
import dev.penstock.stream.Streams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the application does when its output does not take rows. */
class OutputTest {
    private static final String COPY = """
            CREATE STREAM O (N INTEGER);
            CREATE PUMP P AS INSERT INTO O SELECT STREAM "n" FROM SOURCE_SQL_STREAM_001;
            """;
    private static final ApplicationSpec SPEC =
            application(COPY, List.of(column("n", "INTEGER")), new ApplicationSpec.Output("O", OUT, "JSON"));

    @Test
    void fullOutputStopsReadingAndNothingIsLost() {
        try (TestPipeline pipeline = new TestPipeline(
                new StreamSettings(40_000, 1_000_000).withWhenFull(StreamSettings.WhenFull.DROP_CONSUMED))) {
            pipeline.run(SPEC);
            List<CompletionStage<PutResult>> puts = new ArrayList<>();
            do {
                puts.add(pipeline.streams.put(IN, "k", Bytes.utf8("{\"n\":%d}".formatted(puts.size()))));
                pipeline.time.settle();
            } while (isDone(puts.get(puts.size() - 1)));

            long readBefore = pipeline.analytics.status("app").rowsIn();
            String waitsFor = pipeline.analytics.view("app").waitsFor();
            List<Integer> received = drainOutput(pipeline, puts.size());

            assertThat(waitsFor).isEqualTo("output O to stream output");
            assertThat(pipeline.analytics.view("app").waitsFor()).isNull();
            assertThat(readBefore).isLessThan(puts.size() - 10);
            assertThat(received)
                    .containsExactlyElementsOf(
                            IntStream.range(0, puts.size()).boxed().toList());
            assertThat(puts).allMatch(OutputTest::isDone);
            assertThat(pipeline.analytics.status("app").rowsOut()).isEqualTo(puts.size());
        }
    }

    @Test
    void refusedRowIsSentAgainLaterAndInOrder() {
        try (TestPipeline pipeline = new TestPipeline()) {
            RefusingStreams refusing = new RefusingStreams(pipeline.streams, 2);
            Analytics analytics = AnalyticsFactory.local(AwsIdentity.DEFAULT, pipeline.time, refusing);
            analytics.create(SPEC);
            analytics.startApplication("app");

            pipeline.put("{\"n\":1}");
            pipeline.put("{\"n\":2}");
            long atFirst = analytics.status("app").rowsOut();
            pipeline.time.advance(Duration.ofSeconds(1));
            long afterOneSecond = analytics.status("app").rowsOut();
            pipeline.time.advance(Duration.ofSeconds(2));
            analytics.close();

            assertThat(atFirst).isZero();
            assertThat(afterOneSecond).isZero();
            assertThat(pipeline.records(OUT)).containsExactly("{\"N\":1}", "{\"N\":2}");
        }
    }

    @Test
    void applicationThatWaitsForItsOutputCanBeStopped() {
        try (TestPipeline pipeline = new TestPipeline()) {
            RefusingStreams refusing = new RefusingStreams(pipeline.streams, Integer.MAX_VALUE);
            Analytics analytics = AnalyticsFactory.local(AwsIdentity.DEFAULT, pipeline.time, refusing);
            analytics.create(SPEC);
            analytics.startApplication("app");
            pipeline.put("{\"n\":1}");

            analytics.stopApplication("app");

            assertThat(analytics.status("app").status()).isEqualTo("READY");
            assertThat(analytics.status("app").errorRows()).isZero();
            assertThat(pipeline.time.inFlight().snapshot()).isEmpty();
        }
    }

    private static boolean isDone(CompletionStage<PutResult> put) {
        return put.toCompletableFuture().isDone();
    }

    private static List<Integer> drainOutput(TestPipeline pipeline, int expected) {
        List<ShardReader> readers = new CopyOnWriteArrayList<>();
        StreamSubscription subscription =
                pipeline.streams.subscribe(OUT, "drain", new StartingPosition.TrimHorizon(), readers::add);
        List<Integer> received = new ArrayList<>();
        ShardReader reader = readers.get(0);
        for (int attempt = 0; attempt < expected && received.size() < expected; attempt++) {
            List<StreamRecord> batch = reader.poll(50, 10_000);
            for (StreamRecord record : batch) {
                received.add(Integer.parseInt(record.data().utf8().replaceAll("\\D", "")));
                reader.checkpoint(record.sequenceNumber());
            }
            pipeline.time.settle();
        }
        subscription.close();
        return received;
    }

    /** Streams whose first puts into the output fail. */
    private static final class RefusingStreams implements Streams {
        private final Streams streams;
        private final AtomicInteger refusals;

        RefusingStreams(Streams streams, int refusals) {
            this.streams = streams;
            this.refusals = new AtomicInteger(refusals);
        }

        @Override
        public CompletionStage<PutResult> put(String stream, String partitionKey, Bytes data) {
            if (stream.equals(OUT) && refusals.getAndDecrement() > 0) {
                return CompletableFuture.failedFuture(
                        new AwsException("ProvisionedThroughputExceededException", 400, "too much"));
            }
            return streams.put(stream, partitionKey, data);
        }

        @Override
        public void create(StreamSpec spec) {
            streams.create(spec);
        }

        @Override
        public List<String> names() {
            return streams.names();
        }

        @Override
        public StreamSummary describe(String stream) {
            return streams.describe(stream);
        }

        @Override
        public StreamSubscription subscribe(
                String stream, String consumer, StartingPosition from, ShardListener listener) {
            return streams.subscribe(stream, consumer, from, listener);
        }

        @Override
        public String name() {
            return streams.name();
        }

        @Override
        public void start() {
            streams.start();
        }

        @Override
        public void close() {
            streams.close();
        }
    }
}
