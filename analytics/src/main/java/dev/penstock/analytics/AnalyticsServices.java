package dev.penstock.analytics;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What applications reach beside streams.
 *
 * @param functions runs pre-processors and destinations
 * @param objects reads what stands for S3
 * @param deliveries takes what goes to Firehose
 */
public record AnalyticsServices(FunctionCaller functions, ObjectReader objects, DeliveryStreams deliveries) {
    private static final int NOT_IMPLEMENTED = 501;

    /** Nothing but streams: every call fails and says what is missing. */
    public static final AnalyticsServices NONE = new AnalyticsServices(
            (function, event) -> missing("functions"),
            (bucket, key) -> missing("objects of S3"),
            (application, stream, records) -> missing("delivery streams"));

    private static <T> CompletionStage<T> missing(String what) {
        return CompletableFuture.failedFuture(new AwsException(
                "ServiceUnavailableException", NOT_IMPLEMENTED, "this pipeline has no %s".formatted(what)));
    }

    /** Calls a Lambda function. */
    @FunctionalInterface
    public interface FunctionCaller {
        /**
         * @param function its ARN
         * @return what the handler returned; fails when it did not run or threw
         */
        CompletionStage<Bytes> call(String function, Bytes event);
    }

    /** Reads objects of S3. */
    @FunctionalInterface
    public interface ObjectReader {
        /** @return fails with {@code AwsException}, for example NoSuchKey that says where the file is expected */
        CompletionStage<Bytes> object(String bucket, String key);
    }

    /** Takes records for Firehose. */
    @FunctionalInterface
    public interface DeliveryStreams {
        /**
         * @param application that sends them
         * @param records at most 500
         * @return complete when all are taken; fails when none is
         */
        CompletionStage<?> put(String application, String deliveryStream, List<Bytes> records);
    }
}
