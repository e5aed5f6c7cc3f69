package dev.penstock.broker.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who says to have signed a request, by SigV4 in its query or its Authorization header: the form must be right, and the
 * access key id is the principal. Without a signature the client is anonymous, as with plain MQTT.
 */
record SignedQuery(Optional<String> accessKeyId, Optional<String> problem) {
    private static final Pattern CREDENTIAL =
            Pattern.compile("([^/]+)/\\d{8}/[a-z0-9-]+/(iotdevicegateway|iotdata)/aws4_request");
    private static final Pattern IN_HEADER = Pattern.compile("AWS4-HMAC-SHA256 .*Credential=([^, ]+).*");
    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern DATE = Pattern.compile("\\d{8}T\\d{6}Z");

    static SignedQuery of(HttpRequest request) {
        Optional<String> elsewhere = CustomAuthorizer.problem(request);
        if (elsewhere.isPresent()) {
            return new SignedQuery(Optional.empty(), elsewhere);
        }
        String header = request.headers().get(HttpHeaderNames.AUTHORIZATION);
        if (header != null) {
            Matcher signed = IN_HEADER.matcher(header);
            return signed.matches()
                    ? credential(signed.group(1))
                    : refused("its Authorization header is no SigV4 signature");
        }
        Map<String, List<String>> query = new QueryStringDecoder(request.uri()).parameters();
        if (!query.containsKey("X-Amz-Credential") && !query.containsKey("X-Amz-Signature")) {
            return new SignedQuery(Optional.empty(), Optional.empty());
        }
        if (!first(query, "X-Amz-Algorithm").equals("AWS4-HMAC-SHA256")) {
            return refused("X-Amz-Algorithm must be AWS4-HMAC-SHA256");
        }
        if (!DATE.matcher(first(query, "X-Amz-Date")).matches()) {
            return refused("X-Amz-Date must be a date like 20260101T000000Z");
        }
        return SIGNATURE.matcher(first(query, "X-Amz-Signature")).matches()
                ? credential(first(query, "X-Amz-Credential"))
                : refused("X-Amz-Signature must be 64 hexadecimal digits");
    }

    private static String first(Map<String, List<String>> query, String name) {
        return query.getOrDefault(name, List.of("")).get(0);
    }

    private static SignedQuery credential(String scope) {
        Matcher parts = CREDENTIAL.matcher(scope);
        return parts.matches()
                ? new SignedQuery(Optional.of(parts.group(1)), Optional.empty())
                : refused("the credential must be signed for the service iotdevicegateway");
    }

    static SignedQuery refused(String why) {
        return new SignedQuery(Optional.empty(), Optional.of(why));
    }

    Door door() {
        return accessKeyId.map(Door::signed).orElse(Door.OPEN);
    }
}
