package dev.penstock.stream.aws;

import dev.penstock.platform.lifecycle.Threads;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.AwsStreamSettings;
import dev.penstock.stream.ShardListener;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamSubscription;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.leases.LeaseAssignmentStrategy;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.processor.SingleStreamTracker;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/**
 * A consumer run by the Kinesis Client Library, which shares the shards among processes by leases in DynamoDB. Against
 * an endpoint of its own (another Penstock) the library's waits, made for fleets, are cut short.
 */
final class KclSubscription implements StreamSubscription {
    private static final Logger log = LoggerFactory.getLogger(KclSubscription.class);

    private static final int MAX_RECORDS = 1_000;
    private static final long SHUTDOWN_SECONDS = 10;

    private final List<KclShardReader> readers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AwsClients clients;
    private final Time time;
    private final Reader reader;
    private final ShardListener listener;
    private final String worker = UUID.randomUUID().toString();
    private final Scheduler scheduler;

    /** Has at most one task of each shard. */
    private final ExecutorService recorder;

    /** Who reads what, from where. */
    record Reader(AwsStreamSettings settings, String stream, String consumer, StartingPosition from) {
        /** The library's application name, which is its lease table's name: leases of a table are of one stream. */
        String application() {
            return "%s-%s-%s".formatted(settings.applicationName(), stream, consumer);
        }

        boolean hasOwnEndpoint() {
            return settings.endpoint() != null;
        }
    }

    KclSubscription(AwsClients clients, Time time, Reader reader, ShardListener listener) {
        this.clients = clients;
        this.time = time;
        this.reader = reader;
        this.listener = listener;
        this.recorder = Executors.newSingleThreadExecutor(Threads.factory("stream-positions-" + reader.consumer()));
        this.scheduler = scheduler();
    }

    private Scheduler scheduler() {
        ConfigsBuilder configs = new ConfigsBuilder(
                new SingleStreamTracker(reader.stream(), initialPosition(reader.from())),
                reader.application(),
                clients.kinesis(),
                clients.dynamoDb(),
                clients.cloudWatch(),
                worker,
                this::newProcessor);
        PollingConfig polling = new PollingConfig(reader.stream(), clients.kinesis()).maxRecords(MAX_RECORDS);
        KclTuning tuning = reader.hasOwnEndpoint() ? KclTuning.FAST : KclTuning.FLEET;
        tuning.apply(polling);
        return new Scheduler(
                configs.checkpointConfig(),
                tuning.apply(configs.coordinatorConfig()),
                leases(tuning, configs.leaseManagementConfig()),
                configs.lifecycleConfig(),
                configs.metricsConfig().metricsFactory(new NullMetricsFactory()),
                configs.processorConfig(),
                configs.retrievalConfig().retrievalSpecificConfig(polling));
    }

    private LeaseManagementConfig leases(KclTuning tuning, LeaseManagementConfig leases) {
        tuning.apply(leases).leaseAssignmentStrategy(LeaseAssignmentStrategy.LEASE_COUNT_BASED);
        leases.workerUtilizationAwareAssignmentConfig().disableWorkerMetrics(true);
        return reader.hasOwnEndpoint()
                ? leases.tableCreatorCallback(new LeaseSeed(clients.kinesis(), time, reader))
                : leases;
    }

    private static InitialPositionInStreamExtended initialPosition(StartingPosition from) {
        if (from instanceof StartingPosition.TrimHorizon) {
            return InitialPositionInStreamExtended.newInitialPosition(InitialPositionInStream.TRIM_HORIZON);
        }
        if (from instanceof StartingPosition.Latest) {
            return InitialPositionInStreamExtended.newInitialPosition(InitialPositionInStream.LATEST);
        }
        if (from instanceof StartingPosition.AtTimestamp at) {
            return InitialPositionInStreamExtended.newInitialPositionAtTimestamp(Date.from(at.timestamp()));
        }
        throw new AssertionError(from);
    }

    private ShardRecordProcessor newProcessor() {
        KclShardReader shard = new KclShardReader(time, reader.consumer(), listener, recorder);
        readers.add(shard);
        if (closed.get()) {
            shard.close();
        }
        return shard;
    }

    void start() {
        Threads.start("stream-kcl-" + reader.consumer(), scheduler);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        readers.forEach(KclShardReader::close);
        recorder.shutdown();
        try {
            if (!recorder.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
                log.warn(
                        "consumer {} of {} could not record its last positions: some records come again",
                        reader.consumer(),
                        reader.stream());
            }
            scheduler.startGracefulShutdown().get(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            scheduler.shutdown();
        } catch (ExecutionException | TimeoutException failure) {
            log.warn("consumer {} of {} did not end in order", reader.consumer(), reader.stream(), failure);
            scheduler.shutdown();
        }
        new LeaseRelease(scheduler.leaseRefresher(), clients.dynamoDb(), reader.application()).of(worker);
    }
}
