package dev.penstock.stream.aws;

import software.amazon.kinesis.coordinator.CoordinatorConfig;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/** How patient the Kinesis Client Library is. Milliseconds throughout; the defaults were read in version 3.5.1. */
enum KclTuning {
    /** The library's defaults, made for fleets and the service's call quotas: minutes until the first record. */
    FLEET {
        @Override
        LeaseManagementConfig apply(LeaseManagementConfig leases) {
            return leases;
        }

        @Override
        CoordinatorConfig apply(CoordinatorConfig coordinator) {
            return coordinator;
        }

        @Override
        void apply(PollingConfig polling) {}
    },

    /**
     * As quick as the library goes. The fail-over time stays at its 10 s: a JVM that stops for a second, in a debugger
     * or collecting garbage, must not lose its leases.
     */
    FAST {
        @Override
        LeaseManagementConfig apply(LeaseManagementConfig leases) {
            leases.workerUtilizationAwareAssignmentConfig()
                    .inMemoryWorkerMetricsCaptureFrequencyMillis(100)
                    .workerMetricsReporterFreqInMillis(1_000);
            return leases.leaseAssignmentIntervalMillis(500L).shardSyncIntervalMillis(1_000);
        }

        @Override
        CoordinatorConfig apply(CoordinatorConfig coordinator) {
            return coordinator
                    .shardConsumerDispatchPollIntervalMillis(100)
                    .parentShardPollIntervalMillis(200)
                    .schedulerInitializationBackoffTimeMillis(100);
        }

        @Override
        void apply(PollingConfig polling) {
            polling.idleTimeBetweenReadsInMillis(PollingConfig.MIN_IDLE_MILLIS_BETWEEN_READS);
        }
    };

    abstract LeaseManagementConfig apply(LeaseManagementConfig leases);

    abstract CoordinatorConfig apply(CoordinatorConfig coordinator);

    abstract void apply(PollingConfig polling);
}
