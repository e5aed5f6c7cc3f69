package dev.penstock.rules.aws;

import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.Time;
import java.net.URI;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Signs POST requests with AWS Signature Version 4, with the credentials {@code test} and {@code test}: roles are not
 * assumed here, and nobody behind a local endpoint knows better ones.
 */
public final class SigV4 {
    private static final AwsCredentialsIdentity LOCAL = AwsCredentialsIdentity.create("test", "test");

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final Clock clock;

    public SigV4(Time time) {
        InstantSource source = time::now;
        clock = source.withZone(ZoneOffset.UTC);
    }

    /** What a signature is made for. */
    public record Scope(String region, String service) {}

    /**
     * The headers that a request needs beside those it has.
     *
     * @param headers that are signed with it, names in any case
     */
    public Map<String, String> headers(Scope scope, URI url, Map<String, List<String>> headers, Bytes body) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(url)
                .headers(headers)
                .build();
        SdkHttpRequest signed = signer.sign(sign -> sign.identity(LOCAL)
                        .request(request)
                        .payload(ContentStreamProvider.fromByteArrayUnsafe(body.shared()))
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, scope.service())
                        .putProperty(AwsV4HttpSigner.REGION_NAME, scope.region())
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
                .request();
        Map<String, String> added = new LinkedHashMap<>();
        for (String name : List.of("Authorization", "X-Amz-Date", "x-amz-content-sha256")) {
            Optional<String> value = signed.firstMatchingHeader(name);
            value.ifPresent(text -> added.put(name, text));
        }
        return added;
    }
}
