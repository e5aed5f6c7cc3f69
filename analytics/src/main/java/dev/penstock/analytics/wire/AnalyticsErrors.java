package dev.penstock.analytics.wire;

import dev.penstock.platform.aws.AwsException;

/** The refusals of the API. */
final class AnalyticsErrors {
    private static final int BAD_REQUEST = 400;

    private AnalyticsErrors() {}

    static AwsException invalid(String message) {
        return new AwsException("InvalidArgumentException", BAD_REQUEST, message);
    }

    static AwsException unsupported(String message) {
        return new AwsException("UnsupportedOperationException", BAD_REQUEST, message);
    }

    static AwsException notFound(String message) {
        return new AwsException("ResourceNotFoundException", BAD_REQUEST, message);
    }

    static AwsException stale(String message) {
        return new AwsException("ConcurrentModificationException", BAD_REQUEST, message);
    }

    static AwsException tooManyTags(int most) {
        return new AwsException(
                "TooManyTagsException", BAD_REQUEST, "An application can have at most %d tags.".formatted(most));
    }
}
