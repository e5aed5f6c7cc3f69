package dev.penstock.analytics;

import dev.penstock.analytics.local.LocalAnalytics;
import dev.penstock.analytics.wire.AnalyticsApi;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.stream.Streams;

/** Makes {@link Analytics}. */
public final class AnalyticsFactory {
    private AnalyticsFactory() {}

    /** An engine in this JVM that reads and writes the given streams, local or not. */
    public static Analytics local(AwsIdentity identity, Time time, Streams streams) {
        return local(identity, time, streams, AnalyticsServices.NONE);
    }

    /** As above, with functions, objects and delivery streams. */
    public static Analytics local(AwsIdentity identity, Time time, Streams streams, AnalyticsServices services) {
        return new LocalAnalytics(identity, time, streams, services);
    }

    /** Adds both versions of the {@code kinesisanalytics} API to an endpoint that has not started. */
    public static void serve(
            Analytics analytics,
            AwsIdentity identity,
            Time time,
            Streams streams,
            AnalyticsServices services,
            AwsEndpoint endpoint) {
        AnalyticsApi.services(analytics, identity, time, streams, services).forEach(endpoint::register);
    }
}
