package dev.penstock.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.broker.authority.CertificateAuthority;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * With {@code broker.signingKeys}. The AWS SDK signs. Source: AWS General Reference, Create a signed AWS API request.
 */
class SignatureTest {
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.inMemory();
    private static final AwsCredentialsIdentity DEVICE = AwsCredentialsIdentity.create("AKIAEXAMPLE", "secret");

    private final TestBroker test = new TestBroker(
            HandshakeSettings.LENIENT.withSigningKeys(Map.of(DEVICE.accessKeyId(), DEVICE.secretAccessKey())),
            AUTHORITY);

    @AfterEach
    void close() {
        test.close();
    }

    private SdkHttpRequest sign(
            AwsCredentialsIdentity identity,
            SdkHttpRequest request,
            String body,
            AwsV4FamilyHttpSigner.AuthLocation place) {
        return AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(identity)
                        .request(request)
                        .payload(ContentStreamProvider.fromUtf8String(body))
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "iotdevicegateway")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                        .putProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, place)
                        .putProperty(
                                AwsV4FamilyHttpSigner.EXPIRATION_DURATION,
                                place == AwsV4FamilyHttpSigner.AuthLocation.HEADER ? null : Duration.ofDays(1))
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(test.time.now(), ZoneOffset.UTC)))
                .request();
    }

    private URI presigned(AwsCredentialsIdentity identity) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(URI.create("http://127.0.0.1:%d/mqtt".formatted(test.port())))
                .build();
        String uri = sign(identity, request, "", AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                .getUri()
                .toString();
        return URI.create(uri.replaceFirst("http", "ws"));
    }

    /** The status of the answer: 101 when the WebSocket is open. */
    private static int open(URI uri) {
        try {
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .subprotocols("mqtt")
                    .buildAsync(uri, new WebSocket.Listener() {})
                    .join();
            socket.abort();
            return 101;
        } catch (CompletionException refused) {
            assertThat(refused).hasCauseInstanceOf(WebSocketHandshakeException.class);
            return refused.getCause() instanceof WebSocketHandshakeException answered
                    ? answered.getResponse().statusCode()
                    : 0;
        }
    }

    @Test
    void webSocketSignedWithTheKeyIsOpened() {
        assertThat(open(presigned(DEVICE))).isEqualTo(101);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sessionTokenMayBeSignedOrAppended(boolean signed) {
        URI uri = signed
                ? presigned(AwsSessionCredentialsIdentity.create("AKIAEXAMPLE", "secret", "a+b/c=="))
                : URI.create(presigned(DEVICE) + "&X-Amz-Security-Token=a%2Bb%2Fc%3D%3D");

        assertThat(open(uri)).isEqualTo(101);
    }

    @Test
    void anotherSecretIsRefusedAndTheLogHasWhatShouldHaveBeenSigned() {
        try (LogLines log = new LogLines()) {
            int status = open(presigned(AwsCredentialsIdentity.create("AKIAEXAMPLE", "wrong")));

            assertThat(status).isEqualTo(403);
            assertThat(log.warnings())
                    .anyMatch(line -> line.contains("the canonical request is\nGET\n/mqtt\nX-Amz-Algorithm")
                            && line.contains("the string to sign\nAWS4-HMAC-SHA256\n20260101T000000Z\n"));
        }
    }

    @Test
    void keyThatIsNotKnownIsRefused() {
        assertThat(open(presigned(AwsCredentialsIdentity.create("AKIAOTHER", "secret"))))
                .isEqualTo(403);
    }

    @Test
    void changedQueryIsRefused() {
        URI uri = URI.create(presigned(DEVICE).toString().replace("eu-west-1", "eu-west-2"));

        assertThat(open(uri)).isEqualTo(403);
    }

    @Test
    void signatureAgesByTheClockOfThePipeline() {
        URI uri = presigned(DEVICE);
        int fresh = open(uri);

        test.time.advance(Duration.ofDays(1).plusSeconds(1));

        assertThat(fresh).isEqualTo(101);
        assertThat(open(uri)).isEqualTo(403);
    }

    @Test
    void signatureOfTheFutureIsRefused() {
        URI uri = URI.create(presigned(DEVICE).toString().replace("20260101", "20260102"));

        assertThat(open(uri)).isEqualTo(403);
    }

    @Test
    void clientThatDoesNotSignComesAsWithPlainMqtt() {
        assertThat(open(URI.create("ws://127.0.0.1:%d/mqtt".formatted(test.port()))))
                .isEqualTo(101);
    }

    @Test
    void publishOverHttpsIsSignedWithItsBody() {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(URI.create("https://localhost:%d/topics/plant%%2Fa?qos=1"
                        .formatted(test.broker.tlsPort().orElseThrow())))
                .build();
        SdkHttpRequest signed = sign(DEVICE, request, "20", AwsV4FamilyHttpSigner.AuthLocation.HEADER);

        HttpResponse<String> taken = post(signed, "20");
        HttpResponse<String> forged = post(signed, "99");

        assertThat(taken.statusCode()).isEqualTo(200);
        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(test.listener.messages).singleElement().satisfies(message -> {
            assertThat(message.topic()).isEqualTo("plant/a");
            assertThat(message.principal()).isEqualTo("AKIAEXAMPLE");
        });
    }

    private static HttpResponse<String> post(SdkHttpRequest signed, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(signed.getUri()).POST(HttpRequest.BodyPublishers.ofString(body));
        signed.forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("host")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return HttpClient.newBuilder()
                .sslContext(DeviceTls.context(AUTHORITY, null))
                .build()
                .sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .join();
    }
}
