package dev.penstock.launcher;

import dev.penstock.analytics.AnalyticsServices;
import dev.penstock.analytics.AnalyticsServices.ObjectReader;
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
    /** A reference table is kept in memory; AWS takes 1 GB. */
    private static final int MAX_OBJECT_BYTES = 64 << 20;

    private final AtomicReference<@Nullable Functions> functions = new AtomicReference<>();
    private final Sinks sinks;
    private final Time time;

    /** @param sinks delivery streams end where those of rules do */
    AnalyticsHops(Sinks sinks, Time time) {
        this.sinks = sinks;
        this.time = time;
    }

    void functions(Functions made) {
        functions.set(made);
    }

    AnalyticsServices services(RuleOptions options) {
        return new AnalyticsServices(
                this::call,
                options.objects()
                        .<ObjectReader>map(folder -> new ObjectFolder(folder, MAX_OBJECT_BYTES)::object)
                        .orElse(AnalyticsHops::noObject),
                this::deliver);
    }

    private static CompletionStage<Bytes> noObject(String bucket, String key) {
        return CompletableFuture.failedFuture(new AwsException(
                "NoSuchBucket",
                404,
                "object %s of bucket %s: set rules.objects to a folder that stands for S3".formatted(key, bucket)));
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

    private CompletionStage<Void> deliver(String application, String stream, List<Bytes> records) {
        sinks.add(
                FIREHOSE,
                stream,
                records.stream()
                        .map(record -> new Sinks.Entry(time.now(), application, "", Map.of(), record))
                        .toList());
        return CompletableFuture.completedFuture(null);
    }
}
