package dev.penstock.broker.shadow;

import dev.penstock.platform.aws.AwsException;
import java.util.Map;

/** Why the service rejects a request. Source: AWS IoT Core developer guide, Device Shadow error messages. */
public final class ShadowError extends RuntimeException {
    private static final Map<Integer, String> NAMES = Map.of(
            400, "InvalidRequestException",
            404, "ResourceNotFoundException",
            409, "ConflictException",
            413, "RequestEntityTooLargeException",
            415, "UnsupportedDocumentEncodingException",
            429, "ThrottlingException");

    private final int code;

    private ShadowError(int code, String message) {
        super(message);
        this.code = code;
    }

    static ShadowError badRequest(String message) {
        return new ShadowError(400, message);
    }

    static ShadowError notFound(ShadowId id) {
        return new ShadowError(404, "No shadow exists with name: '%s'".formatted(id.label()));
    }

    static ShadowError conflict() {
        return new ShadowError(409, "Version conflict");
    }

    static ShadowError tooLarge() {
        return new ShadowError(413, "The payload exceeds the maximum size allowed");
    }

    static ShadowError notUtf8() {
        return new ShadowError(415, "Unsupported documented encoding; supported encoding is UTF-8");
    }

    static ShadowError full(long maxBytes) {
        return new ShadowError(429, "Penstock keeps at most %d bytes of shadows; delete some".formatted(maxBytes));
    }

    /** Of an HTTP status. */
    int code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    /** As the HTTP API says it. */
    public AwsException toAwsException() {
        return new AwsException(NAMES.getOrDefault(code, "InternalFailureException"), code, text());
    }
}
