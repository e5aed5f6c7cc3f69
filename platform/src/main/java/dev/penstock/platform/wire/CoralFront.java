package dev.penstock.platform.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What AWS's front end answers before it looks for an operation, in its order: the method, the lack of a body, the
 * content type. Some of it is XML without a content type, whatever the client speaks.
 *
 * <p>Source: observed answers of the service (fact sheet spec-kinesis, section 1.6).
 */
final class CoralFront {
    /** The first encoding of these services: still understood, and always answered with a refusal. */
    private static final String DEPRECATED = "application/json";

    private static final String NO_OPERATION = "Unable to determine service/operation name to be authorized";

    private final Set<String> mediaTypes;

    /** @param mediaTypes what the service speaks */
    CoralFront(Set<String> mediaTypes) {
        this.mediaTypes = mediaTypes;
    }

    /**
     * Null when the request may go on to its operation.
     *
     * @param known whether its target is an operation of the service
     */
    @Nullable
    WireResponse refusal(WireRequest request, boolean known) {
        if (!request.method().equals("POST")) {
            return accessDenied();
        }
        String type = Encoding.mediaType(request.header("Content-Type"));
        if (request.body().isEmpty()) {
            return Encoding.of(type.equals(Encoding.JSON_TYPE) ? type : Encoding.CBOR_TYPE)
                    .error(known ? AwsException.serialization("") : AwsException.unknownOperation(""));
        }
        if (type.equals(DEPRECATED)) {
            return deprecated(request.body());
        }
        if (mediaTypes.contains(type)) {
            return null;
        }
        return namesAnOperation(request.header("X-Amz-Target"))
                ? xml(404, "<UnknownOperationException/>\n")
                : accessDenied();
    }

    private static boolean namesAnOperation(@Nullable String target) {
        int dot = target == null ? -1 : target.indexOf('.');
        return target != null && dot > 0 && dot < target.length() - 1;
    }

    private static WireResponse accessDenied() {
        return xml(
                403,
                "<AccessDeniedException>\n  <Message>%s</Message>\n</AccessDeniedException>\n".formatted(NO_OPERATION));
    }

    private static WireResponse xml(int status, String body) {
        return new WireResponse(status, AnswerIds.headers(), Bytes.utf8(body));
    }

    private static WireResponse deprecated(Bytes body) {
        try {
            Encoding.of(DEPRECATED).read(body);
        } catch (AwsException malformed) {
            return deprecated(400, malformed.code());
        }
        return deprecated(404, "UnknownOperationException");
    }

    private static WireResponse deprecated(int status, String code) {
        String body = "{\"Output\":{\"__type\":\"com.amazon.coral.service#%s\"},\"Version\":\"1.0\"}".formatted(code);
        return WireResponse.json(status, body).with(AnswerIds.headers()).with(Map.of("x-amzn-ErrorType", code));
    }
}
