package dev.penstock.platform.wire;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The service a request is signed for: the fourth part of the SigV4 credential
 * {@code AKID/20260101/us-east-1/iot/aws4_request}, in the {@code Authorization} header or, presigned, in the query. The
 * signature itself is not checked.
 *
 * <p>Source: AWS General Reference, Create a signed AWS API request.
 */
final class CredentialScope {
    private static final String CREDENTIAL = "Credential=";
    private static final String IN_QUERY = "X-Amz-Credential";
    private static final int PARTS = 5;

    private CredentialScope() {}

    /** Null when the request is not signed. */
    static @Nullable String serviceOf(WireRequest request) {
        String authorization = request.header("Authorization");
        if (authorization != null && authorization.startsWith("AWS4-")) {
            int start = authorization.indexOf(CREDENTIAL);
            if (start >= 0) {
                int end = authorization.indexOf(',', start);
                return service(
                        authorization.substring(start + CREDENTIAL.length(), end < 0 ? authorization.length() : end));
            }
        }
        if (request.query().contains(IN_QUERY)) {
            List<String> credentials =
                    new QueryStringDecoder(request.query(), false).parameters().getOrDefault(IN_QUERY, List.of());
            return credentials.isEmpty() ? null : service(credentials.get(0));
        }
        return null;
    }

    /** Access key ids may contain slashes, so the parts are counted from the end. */
    private static @Nullable String service(String credential) {
        String[] parts = credential.strip().split("/", -1);
        return parts.length < PARTS ? null : parts[parts.length - 2];
    }
}
