package dev.penstock.broker.dataplane;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.wire.RestErrors;
import java.util.UUID;

/** The errors of the data plane; each answer has a {@code traceId}. */
final class DataErrors {
    static final RestErrors TRACED = (refusal, out) ->
            out.text("message", String.valueOf(refusal.getMessage())).text("traceId", traceId());

    private DataErrors() {}

    static String traceId() {
        return UUID.randomUUID().toString();
    }

    static AwsException invalid(String message) {
        return new AwsException("InvalidRequestException", 400, message);
    }

    static AwsException notFound(String message) {
        return new AwsException("ResourceNotFoundException", 404, message);
    }

    static AwsException tooLarge(int bytes, int most) {
        return new AwsException(
                "RequestEntityTooLargeException",
                413,
                "The payload has %d bytes, at most %d are allowed".formatted(bytes, most));
    }

    static AwsException unavailable(String message) {
        return new AwsException("ServiceUnavailableException", 503, message);
    }
}
