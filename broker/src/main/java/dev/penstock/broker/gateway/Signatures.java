package dev.penstock.broker.gateway;

import dev.penstock.platform.time.Time;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who signed a request. Without secret keys the form of the signature is checked and any is taken; with them, the signature
 * is compared with the one that the caller's key makes, and its age with the pipeline's clock. Source: AWS General
 * Reference, Create a signed AWS API request.
 */
final class Signatures {
    private static final Logger log = LoggerFactory.getLogger(Signatures.class);
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern IN_HEADER = Pattern.compile(
            ALGORITHM + " +Credential=([^, ]+) *, *SignedHeaders=([^, ]+) *, *Signature=([0-9a-f]{64})");
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final String PRESIGNED_SECONDS = "86400";

    private final Map<String, String> secrets;
    private final Time time;

    /** @param secrets by access key id; none takes any signature */
    Signatures(Map<String, String> secrets, Time time) {
        this.secrets = secrets;
        this.time = time;
    }

    SignedQuery of(FullHttpRequest request) {
        SignedQuery form = SignedQuery.of(request);
        String key = form.accessKeyId().orElse(null);
        if (secrets.isEmpty() || key == null) {
            return form;
        }
        String secret = secrets.get(key);
        if (secret == null) {
            return SignedQuery.refused("the access key id " + key + " is not in broker.signingKeys");
        }
        return problem(request, secret).map(SignedQuery::refused).orElse(form);
    }

    /** A signature as it came. */
    private record Signed(String credential, String stamp, String headers, String signature, Duration life) {

        /** What the key is derived for: date, region, service and a fixed end. */
        String scope() {
            return credential.substring(credential.indexOf('/') + 1);
        }
    }

    private Optional<String> problem(FullHttpRequest request, String secret) {
        Optional<Signed> found = signed(request);
        if (found.isEmpty()) {
            return Optional.of(
                    "its signature needs Credential, SignedHeaders, Signature and X-Amz-Date, and X-Amz-Expires in"
                            + " seconds when it has one");
        }
        Signed signed = found.get();
        Optional<String> age = age(signed);
        if (age.isPresent()) {
            return age;
        }
        List<String> headers = List.of(signed.headers.split(";"));
        List<String> texts = new CanonicalRequest(request, headers).variants();
        if (headers.contains(HttpHeaderNames.HOST.toString())
                && texts.stream().anyMatch(text -> isRight(signed, text, secret))) {
            return Optional.empty();
        }
        log.warn(
                "the signature of {} does not match; the canonical request is\n{}\nand the string to sign\n{}",
                signed.credential,
                texts.get(0),
                toSign(signed, texts.get(0)));
        return Optional.of(
                "its signature does not match the one that its key makes: check the secret key, the region, and"
                        + " what was signed; the log of Penstock has the canonical request and the string to sign");
    }

    private static Optional<Signed> signed(FullHttpRequest request) {
        String header = request.headers().get(HttpHeaderNames.AUTHORIZATION);
        if (header == null) {
            return presigned(new QueryStringDecoder(request.uri()).parameters());
        }
        String stamp = request.headers().get("X-Amz-Date");
        Matcher parts = IN_HEADER.matcher(header);
        return stamp != null && parts.matches()
                ? Optional.of(new Signed(parts.group(1), stamp, parts.group(2), parts.group(3), SKEW))
                : Optional.empty();
    }

    private static Optional<Signed> presigned(Map<String, List<String>> query) {
        if (!query.containsKey("X-Amz-SignedHeaders")) {
            return Optional.empty();
        }
        String expires =
                query.getOrDefault("X-Amz-Expires", List.of(PRESIGNED_SECONDS)).get(0);
        if (!expires.matches("\\d{1,6}")) {
            return Optional.empty();
        }
        return Optional.of(new Signed(
                query.getOrDefault("X-Amz-Credential", List.of("")).get(0),
                query.getOrDefault("X-Amz-Date", List.of("")).get(0),
                query.get("X-Amz-SignedHeaders").get(0),
                query.getOrDefault("X-Amz-Signature", List.of("")).get(0),
                Duration.ofSeconds(Long.parseLong(expires))));
    }

    private Optional<String> age(Signed signed) {
        Instant made;
        try {
            made = STAMP.parse(signed.stamp, Instant::from);
        } catch (DateTimeParseException noDate) {
            return Optional.of("X-Amz-Date must be a date like 20260101T000000Z");
        }
        if (!signed.scope().startsWith(signed.stamp.substring(0, 8) + "/")) {
            return Optional.of("the date of the credential is not that of X-Amz-Date");
        }
        Instant now = time.now();
        if (made.isAfter(now.plus(SKEW)) || made.plus(signed.life).isBefore(now)) {
            return Optional.of("it was signed at %s and is not valid at %s, the time of this pipeline"
                    .formatted(made, STAMP.format(now)));
        }
        return Optional.empty();
    }

    private static boolean isRight(Signed signed, String canonical, String secret) {
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : signed.scope().split("/")) {
            key = hmac(key, part);
        }
        byte[] expected = hmac(key, toSign(signed, canonical));
        return MessageDigest.isEqual(
                HexFormat.of().formatHex(expected).getBytes(StandardCharsets.US_ASCII),
                signed.signature.getBytes(StandardCharsets.US_ASCII));
    }

    private static String toSign(Signed signed, String canonical) {
        return String.join(
                "\n",
                ALGORITHM,
                signed.stamp,
                signed.scope(),
                CanonicalRequest.sha256(canonical.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
