package dev.penstock.stream.aws;

import dev.penstock.stream.AwsStreamSettings;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.clients.CallRecord;
import dev.penstock.stream.clients.Emulator;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.common.KinesisClientUtil;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.leases.LeaseAssignmentStrategy;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.processor.SingleStreamTracker;
import software.amazon.kinesis.retrieval.RetrievalSpecificConfig;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/** One worker of an application of the Kinesis Client Library, with clients of its own as a process would have them. */
final class KclWorker implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Application application;
    private final KinesisAsyncClient kinesis;
    private final DynamoDbAsyncClient dynamoDb;
    private final CloudWatchAsyncClient cloudWatch;
    private final Scheduler scheduler;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Cable cable = new Cable();

    /** How records reach a worker. */
    enum Retrieval {
        POLLING("KCL polling") {
            @Override
            RetrievalSpecificConfig of(String stream, String application, KinesisAsyncClient kinesis) {
                PollingConfig polling = new PollingConfig(stream, kinesis);
                KclTuning.FAST.apply(polling);
                return polling;
            }
        },
        FAN_OUT("KCL fan-out") {
            @Override
            RetrievalSpecificConfig of(String stream, String application, KinesisAsyncClient kinesis) {
                return new FanOutConfig(kinesis)
                        .streamName(stream)
                        .applicationName(application)
                        .retryBackoffMillis(100);
            }
        };

        private final String client;

        Retrieval(String client) {
            this.client = client;
        }

        abstract RetrievalSpecificConfig of(String stream, String application, KinesisAsyncClient kinesis);
    }

    /**
     * What all workers of an application have in common.
     *
     * @param lease after which a worker that is not heard of loses its shards
     * @param seeded whether the lease table is filled as soon as it is there, which saves the library's longest waits
     */
    record Application(
            Emulator emulator,
            String name,
            String stream,
            Retrieval retrieval,
            Duration lease,
            boolean seeded,
            Ledger ledger,
            CallRecord calls) {

        KclWorker start(String worker) {
            return new KclWorker(this, worker);
        }
    }

    private KclWorker(Application application, String worker) {
        this.application = application;
        Emulator emulator = application.emulator();
        kinesis = KinesisClientUtil.createKinesisAsyncClient(KinesisAsyncClient.builder()
                .endpointOverride(emulator.uri())
                .overrideConfiguration(c -> c.addExecutionInterceptor(cable)
                        .addExecutionInterceptor(application.calls().of(application.retrieval().client))));
        dynamoDb = DynamoDbAsyncClient.builder()
                .endpointOverride(emulator.uri())
                .httpClientBuilder(NettyNioAsyncHttpClient.builder())
                .overrideConfiguration(c -> c.addExecutionInterceptor(cable))
                .build();
        cloudWatch = CloudWatchAsyncClient.builder()
                .endpointOverride(emulator.uri())
                .httpClientBuilder(NettyNioAsyncHttpClient.builder())
                .overrideConfiguration(c -> c.addExecutionInterceptor(cable))
                .build();
        scheduler = scheduler(worker);
        thread.execute(scheduler);
    }

    private Scheduler scheduler(String worker) {
        ConfigsBuilder configs = new ConfigsBuilder(
                new SingleStreamTracker(
                        application.stream(),
                        InitialPositionInStreamExtended.newInitialPosition(InitialPositionInStream.TRIM_HORIZON)),
                application.name(),
                kinesis,
                dynamoDb,
                cloudWatch,
                worker,
                () -> new LedgerProcessor(worker, application.ledger()));
        return new Scheduler(
                configs.checkpointConfig(),
                KclTuning.FAST.apply(configs.coordinatorConfig()),
                leases(configs.leaseManagementConfig()),
                configs.lifecycleConfig(),
                configs.metricsConfig().metricsBufferTimeMillis(500),
                configs.processorConfig(),
                configs.retrievalConfig()
                        .retrievalSpecificConfig(
                                application.retrieval().of(application.stream(), application.name(), kinesis)));
    }

    private LeaseManagementConfig leases(LeaseManagementConfig leases) {
        KclTuning.FAST
                .apply(leases)
                .failoverTimeMillis(application.lease().toMillis())
                .leaseAssignmentStrategy(LeaseAssignmentStrategy.LEASE_COUNT_BASED);
        leases.workerUtilizationAwareAssignmentConfig().disableWorkerMetrics(true);
        if (!application.seeded()) {
            return leases;
        }
        AwsStreamSettings settings = new AwsStreamSettings(
                application.emulator().uri(), application.emulator().uri(), "us-east-1", application.name());
        return leases.tableCreatorCallback(new LeaseSeed(
                kinesis,
                application.emulator().time(),
                new KclSubscription.Reader(
                        settings, application.stream(), "seed", new StartingPosition.TrimHorizon())));
    }

    /** As if its machine had lost the network: nothing goes out or comes in any more, and it says goodbye to nobody. */
    void cutOff() {
        cable.cut = true;
        closeClients();
    }

    private void closeClients() {
        kinesis.close();
        dynamoDb.close();
        cloudWatch.close();
    }

    /** In order, unless it was cut off. */
    @Override
    public void close() {
        if (cable.cut) {
            scheduler.shutdown();
        } else {
            shutDownGracefully();
            closeClients();
        }
        thread.shutdown();
    }

    /** The library does not always come to an end by itself on a busy machine (its issue 1385). */
    private void shutDownGracefully() {
        try {
            scheduler.startGracefulShutdown().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException stuck) {
            scheduler.shutdown();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Between the clients of a worker and everything else. */
    private static final class Cable implements ExecutionInterceptor {
        private volatile boolean cut;

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            pass();
        }

        @Override
        public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
            pass();
        }

        private void pass() {
            if (cut) {
                throw SdkClientException.create("the worker is cut off");
            }
        }
    }
}
