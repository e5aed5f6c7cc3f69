package dev.penstock.stream.aws;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.AwsStreamSettings;
import dev.penstock.stream.PutEntry;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.RegisteredConsumer;
import dev.penstock.stream.ShardListener;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.StreamSubscription;
import dev.penstock.stream.StreamSummary;
import dev.penstock.stream.Streams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamRequest;
import software.amazon.awssdk.services.kinesis.model.ListStreamsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.waiters.KinesisAsyncWaiter;

/** Streams of the real service, or of any endpoint with its API. */
public final class KinesisStreams implements Streams {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int POLLS = 240;
    private static final int BAD_REQUEST = 400;

    private final List<KclSubscription> subscriptions = new CopyOnWriteArrayList<>();
    private final AwsStreamSettings settings;
    private final Time time;
    private final AwsClients clients;
    private final PutWindow puts;

    public KinesisStreams(AwsStreamSettings settings, Time time) {
        this.settings = settings;
        this.time = time;
        this.clients = AwsClients.of(settings);
        this.puts = new PutWindow(clients.kinesis(), time);
    }

    @Override
    public String name() {
        return "stream";
    }

    @Override
    public void start() {}

    @Override
    public void close() {
        subscriptions.forEach(KclSubscription::close);
        puts.close();
        clients.close();
    }

    @Override
    public void create(StreamSpec spec) {
        try {
            join(clients.kinesis().createStream(r -> r.streamName(spec.name()).shardCount(spec.shardCount())));
        } catch (AwsException failure) {
            if (failure.code().equals("ResourceInUseException")) {
                awaitActive(spec.name());
                checkSame(spec, failure);
                return;
            }
            throw failure;
        }
        awaitActive(spec.name());
        if (spec.retention().compareTo(StreamSpec.DEFAULT_RETENTION) > 0) {
            join(clients.kinesis()
                    .increaseStreamRetentionPeriod(r -> r.streamName(spec.name())
                            .retentionPeriodHours((int) spec.retention().toHours())));
            awaitActive(spec.name());
        }
    }

    private void checkSame(StreamSpec spec, AwsException exists) {
        StreamSummary there = describe(spec.name());
        if (there.openShards() != spec.shardCount() || !there.retention().equals(spec.retention())) {
            throw exists;
        }
    }

    private void awaitActive(String stream) {
        try (KinesisAsyncWaiter waiter = clients.kinesis().waiter()) {
            join(waiter.waitUntilStreamExists(
                    DescribeStreamRequest.builder().streamName(stream).build(),
                    WaiterOverrideConfiguration.builder()
                            .maxAttempts(POLLS)
                            .backoffStrategyV2(BackoffStrategy.fixedDelayWithoutJitter(POLL))
                            .build()));
        }
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>();
        ListStreamsResponse page = join(clients.kinesis().listStreams());
        names.addAll(page.streamNames());
        while (Boolean.TRUE.equals(page.hasMoreStreams())) {
            String last = names.get(names.size() - 1);
            page = join(clients.kinesis().listStreams(r -> r.exclusiveStartStreamName(last)));
            names.addAll(page.streamNames());
        }
        return names.stream().sorted().toList();
    }

    @Override
    public StreamSummary describe(String stream) {
        StreamDescriptionSummary summary = join(clients.kinesis().describeStreamSummary(r -> r.streamName(stream)))
                .streamDescriptionSummary();
        return new StreamSummary(
                summary.streamName(),
                summary.streamARN(),
                summary.openShardCount(),
                Duration.ofHours(summary.retentionPeriodHours()),
                0,
                0);
    }

    @Override
    public CompletionStage<PutResult> put(String stream, String partitionKey, Bytes data) {
        return puts.put(PutRecordRequest.builder()
                .streamName(stream)
                .partitionKey(partitionKey)
                .data(SdkBytes.fromByteArrayUnsafe(data.shared()))
                .build());
    }

    /** One PutRecords; the caller puts again what was throttled. */
    @Override
    public CompletionStage<List<PutEntry>> putAll(String stream, List<PutEntry> records) {
        List<PutRecordsRequestEntry> entries = records.stream()
                .map(record -> PutRecordsRequestEntry.builder()
                        .partitionKey(record.partitionKey())
                        .data(SdkBytes.fromByteArrayUnsafe(record.data().shared()))
                        .build())
                .toList();
        return clients.kinesis()
                .putRecords(r -> r.streamName(stream).records(entries))
                .handle((answer, failure) -> {
                    if (failure != null) {
                        throw AwsErrors.of(failure);
                    }
                    return notTaken(records, answer.records());
                });
    }

    private static List<PutEntry> notTaken(List<PutEntry> records, List<PutRecordsResultEntry> results) {
        List<PutEntry> rest = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            if (results.get(i).errorCode() != null) {
                rest.add(records.get(i));
            }
        }
        if (!rest.isEmpty() && rest.size() == records.size()) {
            PutRecordsResultEntry first = results.get(0);
            throw new AwsException(first.errorCode(), BAD_REQUEST, first.errorMessage());
        }
        return rest;
    }

    @Override
    public StreamSubscription subscribe(String stream, String consumer, StartingPosition from, ShardListener listener) {
        describe(stream);
        KclSubscription subscription = new KclSubscription(
                clients, time, new KclSubscription.Reader(settings, stream, consumer, from), listener);
        subscriptions.add(subscription);
        subscription.start();
        return subscription;
    }

    @Override
    public Optional<RegisteredConsumer> consumer(String arn) {
        try {
            return WatchedConsumer.isThere(join(clients.kinesis().describeStreamConsumer(r -> r.consumerARN(arn))))
                    ? Optional.of(new WatchedConsumer(clients.kinesis(), time, arn))
                    : Optional.empty();
        } catch (AwsException failure) {
            if (failure.code().equals(AwsErrors.NOT_FOUND)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private static <T> T join(CompletableFuture<T> call) {
        try {
            return call.join();
        } catch (CompletionException failure) {
            throw AwsErrors.of(failure);
        }
    }
}
