package dev.penstock.functions.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.wire.RestErrors;
import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** What the Lambda API refuses, and how it writes it. Source: Lambda API Reference; texts as observed. */
final class LambdaErrors implements RestErrors {
    private static final int SERVER = 500;
    private static final String RETRY_AFTER = "1";
    /** These have {@code Message} where all others have {@code message}; so the API model says. */
    private static final Set<String> CAPITAL = Set.of(
            "ResourceNotFoundException",
            "ServiceException",
            "ResourceInUseException",
            "InvalidZipFileException",
            "InvalidRuntimeException");
    /** Of the framework below the service; they have no {@code Type}. */
    private static final Set<String> WITHOUT_TYPE =
            Set.of("ValidationException", "SerializationException", "UnknownOperationException");

    @Override
    public void write(AwsException refusal, WireOutput out) throws IOException {
        for (Map.Entry<String, String> more : refusal.members().entrySet()) {
            out.text(more.getKey(), more.getValue());
        }
        if (!WITHOUT_TYPE.contains(refusal.code())) {
            out.text("Type", refusal.httpStatus() < SERVER ? "User" : "Service");
        }
        out.text(CAPITAL.contains(refusal.code()) ? "Message" : "message", String.valueOf(refusal.getMessage()));
    }

    @Override
    public Map<String, String> headers(AwsException refusal) {
        return refusal.code().equals("TooManyRequestsException") ? Map.of("Retry-After", RETRY_AFTER) : Map.of();
    }

    static AwsException invalid(String message) {
        return new AwsException("InvalidParameterValueException", 400, message);
    }

    static AwsException notFound(String message) {
        return new AwsException("ResourceNotFoundException", 404, message);
    }

    static AwsException noResource() {
        return notFound("The resource you requested does not exist.");
    }

    static AwsException conflict(String message) {
        return new AwsException("ResourceConflictException", 409, message);
    }

    static AwsException otherRevision() {
        return new AwsException(
                "PreconditionFailedException",
                412,
                "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to"
                        + " retrieve the latest Revision Id");
    }

    static AwsException badContent(String message) {
        return new AwsException("InvalidRequestContentException", 400, message);
    }

    static AwsException tooLarge(int bytes, String invocationType, int limit) {
        return new AwsException(
                "RequestTooLargeException",
                413,
                "%d byte payload is too large for the %s invocation type (limit %d bytes)"
                        .formatted(bytes, invocationType, limit));
    }

    /** @param advice what to do instead */
    static AwsException notEmulated(String what, String advice) {
        return invalid("Penstock does not emulate %s: %s".formatted(what, advice));
    }

    /** @param advice what to do instead */
    static AwsException refusedOperation(String operation, String advice) {
        return AwsException.unknownOperation("Penstock does not emulate %s: %s".formatted(operation, advice));
    }
}
