package dev.penstock.analytics;

import dev.penstock.analytics.local.LocalAnalytics;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.Streams;

/** Makes {@link Analytics}. */
public final class AnalyticsFactory {
    private AnalyticsFactory() {}

    /** An engine in this JVM that reads and writes the given streams, local or not. */
    public static Analytics local(AwsIdentity identity, Time time, Streams streams) {
        return new LocalAnalytics(identity, time, streams);
    }
}
