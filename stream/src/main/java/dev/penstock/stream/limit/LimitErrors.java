package dev.penstock.stream.limit;

import dev.penstock.platform.aws.AwsException;

/** The errors of calls that are right but come too often. Source: answers of the service. */
final class LimitErrors {
    private static final int BAD_REQUEST = 400;
    private static final int INTERNAL = 500;
    private static final int UNAVAILABLE = 503;

    private LimitErrors() {}

    static AwsException shardRate(String shard, String stream, String account) {
        return new AwsException(
                "ProvisionedThroughputExceededException",
                BAD_REQUEST,
                "Rate exceeded for shard %s in stream %s under account %s.".formatted(shard, stream, account));
    }

    static AwsException tooManySubscriptions(String shard, String stream, String account) {
        return new AwsException(
                "LimitExceededException",
                BAD_REQUEST,
                "Rate exceeded for shard %s in stream %s under account %s.".formatted(shard, stream, account));
    }

    static AwsException tooManyCalls(String operation, String stream, String account) {
        String what = stream.isEmpty() ? operation : "%s of stream %s".formatted(operation, stream);
        return new AwsException(
                "LimitExceededException",
                BAD_REQUEST,
                "Rate exceeded for %s under account %s.".formatted(what, account));
    }

    /** An error on purpose, with the status that the service gives it. */
    static AwsException injected(String code, String message) {
        int status = BAD_REQUEST;
        if (code.startsWith("Internal")) {
            status = INTERNAL;
        } else if (code.startsWith("ServiceUnavailable")) {
            status = UNAVAILABLE;
        }
        return new AwsException(code, status, message);
    }

    static AwsException tooManyDelayed(int most) {
        return new AwsException(
                "ServiceUnavailableException",
                UNAVAILABLE,
                "%d answers are delayed by faults already; Penstock holds no more. Remove the fault or call less often"
                        .formatted(most));
    }
}
