package dev.penstock.platform.wire;

import dev.penstock.platform.aws.AwsException;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;

/**
 * Whether a signature has the form of one. What it signs and with which key does not matter: any credential is good.
 *
 * <p>Source: observed answers of the service (fact sheet spec-kinesis, section 1.6).
 *
 * @param required whether an unsigned request is refused, and one without a date
 */
record SignatureForm(boolean required) {
    private static final String ALGORITHM = "X-Amz-Algorithm";
    private static final List<String> IN_HEADER = List.of("Credential", "Signature", "SignedHeaders");
    private static final List<String> IN_QUERY =
            List.of(ALGORITHM, "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date");

    /** @throws AwsException InvalidSignature, MissingAuthenticationToken or IncompleteSignature */
    void check(WireRequest request) {
        String header = request.header("Authorization");
        boolean inHeader = header != null && !header.isEmpty();
        boolean inQuery =
                request.query().contains(ALGORITHM) && parameters(request).containsKey(ALGORITHM);
        if (inHeader && inQuery) {
            throw new AwsException(
                    "InvalidSignatureException",
                    400,
                    "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
        }
        if (header != null && inHeader) {
            checkHeader(header, request);
        } else if (inQuery) {
            checkQuery(parameters(request));
        } else if (required) {
            throw new AwsException("MissingAuthenticationTokenException", 400, "Missing Authentication Token");
        }
    }

    private void checkHeader(String header, WireRequest request) {
        StringBuilder missing = new StringBuilder();
        for (String part : IN_HEADER) {
            if (!has(header, part)) {
                missing.append("Authorization header requires '%s' parameter. ".formatted(part));
            }
        }
        boolean undated = request.header("X-Amz-Date") == null && request.header("Date") == null;
        // Hand-written signatures of curl examples have no date: alone that is no reason to refuse them.
        if (undated && (required || !missing.isEmpty())) {
            missing.append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
        }
        if (!missing.isEmpty()) {
            throw incomplete(missing + "Authorization=" + header);
        }
    }

    /** {@code name=value} after the algorithm, parted by blanks or commas. */
    private static boolean has(String header, String name) {
        int start = header.indexOf(name + "=");
        while (start >= 0) {
            int value = start + name.length() + 1;
            if (start > 0 && separates(header.charAt(start - 1)) && value < header.length()) {
                return !separates(header.charAt(value));
            }
            start = header.indexOf(name + "=", value);
        }
        return false;
    }

    private static boolean separates(char c) {
        return c == ' ' || c == ',';
    }

    private static void checkQuery(Map<String, List<String>> query) {
        StringBuilder missing = new StringBuilder();
        for (String part : IN_QUERY) {
            if (String.join("", query.getOrDefault(part, List.of())).isEmpty()) {
                missing.append("AWS query-string parameters must include '%s'. ".formatted(part));
            }
        }
        if (!missing.isEmpty()) {
            throw incomplete(missing + "Re-examine the query-string parameters.");
        }
    }

    private static Map<String, List<String>> parameters(WireRequest request) {
        return new QueryStringDecoder(request.query(), false).parameters();
    }

    private static AwsException incomplete(String message) {
        return new AwsException("IncompleteSignatureException", 400, message);
    }
}
