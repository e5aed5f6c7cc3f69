package dev.penstock.launcher;

import dev.penstock.analytics.AnalyticsServices;
import dev.penstock.functions.Functions;
import dev.penstock.functions.InvocationResult;
import dev.penstock.launcher.settings.RuleOptions;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.Time;
import dev.penstock.rules.Sinks;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What analytics applications reach: hops of this pipeline that are made after the engine. */
final class AnalyticsHops {
    private static final String FIREHOSE = "firehose";
    private static final int BAD_GATEWAY = 502;

    private final AtomicReference<@Nullable Functions> functions = new AtomicReference<>();
    private final AtomicReference<@Nullable Sinks> sinks = new AtomicReference<>();
    private final Time time;

    AnalyticsHops(Time time) {
        this.time = time;
    }

    void functions(Functions made) {
        functions.set(made);
    }

    /** Delivery streams end where those of rules do. */
    void sinks(Sinks made) {
        sinks.set(made);
    }

    AnalyticsServices services(RuleOptions options) {
        return new AnalyticsServices(
                this::call,
                options.objects().isPresent()
                        ? new ObjectFolder(options.objects().get())::object
                        : (bucket, key) -> CompletableFuture.failedFuture(new AwsException(
                                "NoSuchBucket", 404, "set rules.objects to a folder that stands for S3")),
                this::deliver);
    }

    private CompletionStage<Bytes> call(String function, Bytes event) {
        Functions made = functions.get();
        return made == null
                ? CompletableFuture.failedFuture(new IllegalStateException("functions are not there yet"))
                : made.invoke(function, event).thenApply(result -> payload(function, result));
    }

    private static Bytes payload(String function, InvocationResult result) {
        if (!result.succeeded()) {
            throw new AwsException(
                    String.valueOf(result.functionError()),
                    BAD_GATEWAY,
                    "function %s failed: %s"
                            .formatted(function, result.payload().utf8()));
        }
        return result.payload();
    }

    private CompletionStage<Bytes> deliver(String stream, Bytes record) {
        Sinks made = sinks.get();
        if (made == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("sinks are not there yet"));
        }
        made.add(FIREHOSE, stream, List.of(new Sinks.Entry(time.now(), "", "", Map.of(), record)));
        return CompletableFuture.completedFuture(record);
    }
}
