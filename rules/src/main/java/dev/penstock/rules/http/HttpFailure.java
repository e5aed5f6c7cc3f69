package dev.penstock.rules.http;

import java.util.Map;

/** A POST that was given up. The message is what error documents show. */
public final class HttpFailure extends RuntimeException {
    private static final String FAILED = "HttpAction failed to make a request to the specified endpoint.";
    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(301, "Moved Permanently"),
            Map.entry(302, "Found"),
            Map.entry(303, "See Other"),
            Map.entry(307, "Temporary Redirect"),
            Map.entry(308, "Permanent Redirect"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(408, "Request Timeout"),
            Map.entry(409, "Conflict"),
            Map.entry(411, "Length Required"),
            Map.entry(413, "Content Too Large"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(422, "Unprocessable Content"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"));

    private HttpFailure(String message) {
        super(message);
    }

    /** The endpoint answered with something else than 2xx. */
    static HttpFailure answered(int status) {
        String reason = REASONS.getOrDefault(status, "");
        return new HttpFailure(
                FAILED + " StatusCode: " + status + "." + (reason.isEmpty() ? "" : " Reason: " + reason));
    }

    /** There was no answer. */
    static HttpFailure unanswered(String reason) {
        return new HttpFailure(FAILED + " Reason: " + reason);
    }
}
