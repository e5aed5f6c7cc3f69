package dev.penstock.rules.local;

import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.local.HttpEndpoint.Received;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** SigV4 as the receiver checks it. Source: AWS General Reference, Create a signed AWS API request. */
final class Signatures {
    private Signatures() {}

    /** The signature that a request must have, for the secret key {@code test}. */
    static String expected(Received got, String date, String region, String service) {
        String[] uri = got.uri().split("\\?", 2);
        String query = Arrays.stream(uri[1].split("&")).sorted().collect(Collectors.joining("&"));
        List<String> names = List.of("content-type", "host", "x-a", "x-amz-content-sha256", "x-amz-date");
        String headers = names.stream()
                .map(name -> name + ":" + got.headers().get(name) + "\n")
                .collect(Collectors.joining());
        String canonical =
                String.join("\n", got.method(), uri[0], query, headers, String.join(";", names), sha256(got.body()));
        String day = date.substring(0, 8);
        String scope = "%s/%s/%s/aws4_request".formatted(day, region, service);
        String toSign = String.join("\n", "AWS4-HMAC-SHA256", date, scope, sha256(canonical));
        byte[] key = Bytes.utf8("AWS4test").toArray();
        for (String part : List.of(day, region, service, "aws4_request")) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(Bytes.utf8(text).shared()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(Bytes.utf8(text).shared());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
