package dev.penstock.bench.kinesis;

import dev.penstock.bench.load.Latencies;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.platform.time.WorkSignal;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamRecord;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.Streams;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/**
 * How long a record takes from before it is put until a consumer has it. Records are put one at a time at a steady pace,
 * so that none waits for another; the time of putting is in the record.
 */
final class PushLatency {
    private static final int RECORDS = 3_000;
    private static final int WARM_UP = 1_000;
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final String STREAM = "push";

    private final long[] nanos = new long[RECORDS];
    private final AtomicInteger received = new AtomicInteger();
    private CountDownLatch all = new CountDownLatch(1);

    /** SubscribeToShard by the AWS SDK over HTTP/2; puts by the same client over another connection. */
    Latencies overFanOut(int port) throws InterruptedException {
        reset();
        try (KinesisAsyncClient client = client(port);
                KinesisAsyncClient putter = client(port)) {
            client.createStream(r -> r.streamName(STREAM).shardCount(1)).join();
            String arn;
            do {
                Thread.sleep(20);
                arn = client.describeStreamSummary(r -> r.streamName(STREAM))
                        .join()
                        .streamDescriptionSummary()
                        .streamARN();
            } while (status(client) != StreamStatus.ACTIVE);
            String consumer = consumer(client, arn);
            CompletableFuture<Void> subscription = client.subscribeToShard(
                    r -> r.consumerARN(consumer)
                            .shardId("shardId-000000000000")
                            .startingPosition(p -> p.type(ShardIteratorType.TRIM_HORIZON)),
                    SubscribeToShardResponseHandler.builder()
                            .subscriber(event -> {
                                if (event instanceof SubscribeToShardEvent records) {
                                    records.records()
                                            .forEach(one -> arrived(one.data().asByteBuffer()));
                                }
                            })
                            .build());
            pace(data -> putter.putRecord(
                            r -> r.streamName(STREAM).partitionKey("device").data(SdkBytes.fromByteArray(data)))
                    .join());
            subscription.cancel(true);
        }
        return measured();
    }

    private static KinesisAsyncClient client(int port) {
        return KinesisAsyncClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")))
                .build();
    }

    private static StreamStatus status(KinesisAsyncClient client) {
        return client.describeStreamSummary(r -> r.streamName(STREAM))
                .join()
                .streamDescriptionSummary()
                .streamStatus();
    }

    private static String consumer(KinesisAsyncClient client, String stream) throws InterruptedException {
        String arn = client.registerStreamConsumer(r -> r.streamARN(stream).consumerName("bench"))
                .join()
                .consumer()
                .consumerARN();
        while (client.describeStreamConsumer(r -> r.consumerARN(arn))
                        .join()
                        .consumerDescription()
                        .consumerStatus()
                != ConsumerStatus.ACTIVE) {
            Thread.sleep(20);
        }
        return arn;
    }

    /** The port: a worker thread that is signalled by the shard, as the event source mapping reads. */
    Latencies inOneJvm() throws InterruptedException {
        reset();
        try (SystemTime time = new SystemTime()) {
            Streams streams = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults())
                    .streams();
            streams.start();
            streams.create(new StreamSpec(STREAM, 1, StreamSpec.DEFAULT_RETENTION));
            CompletableFuture<ShardReader> opened = new CompletableFuture<>();
            streams.subscribe(STREAM, "bench", new StartingPosition.TrimHorizon(), opened::complete);
            Thread worker = worker(time, opened.join());
            pace(data -> streams.put(STREAM, "device", Bytes.wrap(data))
                    .toCompletableFuture()
                    .join());
            worker.interrupt();
            worker.join();
            streams.close();
        }
        return measured();
    }

    private Thread worker(SystemTime time, ShardReader reader) {
        WorkSignal signal = new WorkSignal(time.inFlight().gauge("bench"));
        reader.onAvailable(signal::wake);
        Thread worker = new Thread(
                () -> {
                    try {
                        while (signal.await()) {
                            for (StreamRecord one : reader.poll(1_000, Long.MAX_VALUE)) {
                                arrived(ByteBuffer.wrap(one.data().toArray()));
                            }
                        }
                    } catch (InterruptedException ended) {
                        Thread.currentThread().interrupt();
                    }
                },
                "consumer");
        worker.start();
        return worker;
    }

    private void reset() {
        received.set(0);
        all = new CountDownLatch(1);
    }

    private void pace(Consumer<byte[]> put) throws InterruptedException {
        long next = System.nanoTime();
        for (int i = 0; i < WARM_UP + RECORDS; i++) {
            next += PACE_NANOS;
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
            byte[] data = new byte[100];
            ByteBuffer.wrap(data).putLong(System.nanoTime());
            put.accept(data);
        }
        if (!all.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("%d of %d records arrived".formatted(received.get(), WARM_UP + RECORDS));
        }
    }

    private void arrived(ByteBuffer data) {
        long now = System.nanoTime();
        int index = received.getAndIncrement() - WARM_UP;
        if (index >= 0 && index < RECORDS) {
            nanos[index] = now - data.getLong();
        }
        if (index == RECORDS - 1) {
            all.countDown();
        }
    }

    private Latencies measured() {
        return new Latencies(Arrays.copyOf(nanos, RECORDS));
    }
}
