package dev.penstock.analytics.wire;

import dev.penstock.analytics.Analytics;
import dev.penstock.analytics.AnalyticsServices;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.lifecycle.Threads;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.wire.AwsJsonService;
import dev.penstock.stream.Streams;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Both versions of the API over one engine. */
public final class AnalyticsApi {
    private static final int MAX_WAITING = 1_000;
    private static final long IDLE_SECONDS = 30;

    private AnalyticsApi() {}

    /** The services to register, one for each version. They know the applications that the engine knows. */
    public static List<AwsJsonService> services(
            Analytics analytics, AwsIdentity identity, Time time, Streams streams, AnalyticsServices services) {
        // Starting and stopping block, and no request may see the half of another.
        ThreadPoolExecutor thread = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MAX_WAITING),
                Threads.factory("analytics-api"));
        thread.allowCoreThreadTimeOut(true);
        Discovery discovery = new Discovery(streams, identity, time, services);
        ControlPlane plane = new ControlPlane(analytics, identity, time);
        return List.of(
                new AnalyticsOperations(plane, thread, time.inFlight().gauge("analytics api"), true).service(discovery),
                new AnalyticsOperations(plane, thread, time.inFlight().gauge("analytics api v2"), false)
                        .service(discovery));
    }
}
