package dev.penstock.platform.wire;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom and what a request is signed for: the SigV4 credential {@code AKID/20260101/us-east-1/iot/aws4_request}, in the
 * {@code Authorization} header or, presigned, in the query. The signature itself is not checked.
 *
 * <p>Source: AWS General Reference, Create a signed AWS API request.
 *
 * @param accessKeyId whose key; may contain slashes
 * @param region for example {@code us-east-1}
 * @param service the signing name, for example {@code iot}
 */
public record CredentialScope(String accessKeyId, String region, String service) {
    private static final String CREDENTIAL = "Credential=";
    private static final String IN_QUERY = "X-Amz-Credential";
    private static final int ACCOUNT_DIGITS = 12;

    /** The credential of a request; empty when it is not signed or the credential has too few parts. */
    public static Optional<CredentialScope> of(WireRequest request) {
        String credential = credential(request);
        return credential == null ? Optional.empty() : parse(credential.strip());
    }

    /**
     * The account that the access key id names when it has 12 digits: a convention of emulators, with real keys only AWS
     * knows the account.
     */
    public Optional<String> account() {
        boolean named =
                accessKeyId.length() == ACCOUNT_DIGITS && accessKeyId.chars().allMatch(c -> c >= '0' && c <= '9');
        return named ? Optional.of(accessKeyId) : Optional.empty();
    }

    /** Null when the request is not signed. */
    static @Nullable String serviceOf(WireRequest request) {
        return of(request).map(CredentialScope::service).orElse(null);
    }

    private static @Nullable String credential(WireRequest request) {
        String authorization = request.header("Authorization");
        if (authorization != null && authorization.startsWith("AWS4-")) {
            int start = authorization.indexOf(CREDENTIAL);
            if (start >= 0) {
                int end = authorization.indexOf(',', start);
                return authorization.substring(start + CREDENTIAL.length(), end < 0 ? authorization.length() : end);
            }
        }
        if (request.query().contains(IN_QUERY)) {
            List<String> credentials =
                    new QueryStringDecoder(request.query(), false).parameters().getOrDefault(IN_QUERY, List.of());
            return credentials.isEmpty() ? null : credentials.get(0);
        }
        return null;
    }

    /** Access key ids may contain slashes, so the parts are counted from the end. */
    private static Optional<CredentialScope> parse(String credential) {
        int end = credential.lastIndexOf('/');
        int service = credential.lastIndexOf('/', end - 1);
        int region = credential.lastIndexOf('/', service - 1);
        int date = credential.lastIndexOf('/', region - 1);
        return date < 0
                ? Optional.empty()
                : Optional.of(new CredentialScope(
                        credential.substring(0, date),
                        credential.substring(region + 1, service),
                        credential.substring(service + 1, end)));
    }
}
