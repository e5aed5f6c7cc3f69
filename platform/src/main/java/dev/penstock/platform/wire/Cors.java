package dev.penstock.platform.wire;

import dev.penstock.platform.data.Bytes;
import java.util.HashMap;
import java.util.Map;

/**
 * What lets a page in a browser call AWS services: AWS allows every origin.
 *
 * <p>Source: observed answers of the service (fact sheet spec-kinesis, section 1.4).
 */
final class Cors {
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
    private static final String MAX_AGE_SECONDS = "172800";
    private static final Map<String, String> EXPOSED = Map.of(
            ALLOW_ORIGIN,
            "*",
            "Access-Control-Expose-Headers",
            "x-amzn-RequestId,x-amzn-ErrorType,x-amz-request-id,x-amz-id-2,x-amzn-ErrorMessage,Date");

    private Cors() {}

    /** Whether a page asks. */
    static boolean isAsked(WireRequest request) {
        return request.header("Origin") != null;
    }

    /** Whether a browser asks first what the page may do. */
    static boolean isPreflight(WireRequest request) {
        return request.method().equals("OPTIONS") && isAsked(request);
    }

    /** Everything that was asked for is allowed. */
    static WireResponse preflight(WireRequest request) {
        Map<String, String> headers = new HashMap<>();
        headers.put(AnswerIds.REQUEST_ID, AnswerIds.requestId());
        headers.put(ALLOW_ORIGIN, "*");
        headers.put("Access-Control-Max-Age", MAX_AGE_SECONDS);
        String asked = request.header("Access-Control-Request-Headers");
        if (asked != null) {
            headers.put("Access-Control-Allow-Headers", asked);
        }
        String method = request.header("Access-Control-Request-Method");
        if (method != null) {
            headers.put("Access-Control-Allow-Methods", method);
        }
        return new WireResponse(200, headers, Bytes.EMPTY);
    }

    /** The same answer, for the page to see. */
    static WireResponse exposed(WireResponse answer) {
        return answer.with(EXPOSED);
    }
}
