package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import dev.penstock.broker.authority.CertificateAuthority;
import dev.penstock.broker.policy.Action;
import dev.penstock.broker.policy.CertificateIds;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: AWS IoT Core developer guide, HTTPS, and the ports and protocols of devices. */
class HttpsPublishTest {
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.inMemory();
    private static final CertificateAuthority.IssuedKeys DEVICE = AUTHORITY.issue();
    private final ListedAuthorizer authorizer = new ListedAuthorizer();
    private final TestBroker test = new TestBroker(authorizer, AUTHORITY);

    @AfterEach
    void close() {
        test.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("https://localhost:" + test.broker.tlsPort().orElseThrow() + path));
    }

    private CompletableFuture<HttpResponse<String>> send(
            CertificateAuthority.@Nullable IssuedKeys keys, HttpRequest.Builder request) {
        return HttpClient.newBuilder()
                .sslContext(DeviceTls.context(AUTHORITY, keys))
                .build()
                .sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body, String... headers) {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofString(body));
        return send(DEVICE, headers.length == 0 ? request : request.headers(headers))
                .join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/topics/plant%2Fa?qos=1", "/topics/plant/a?qos=1", "/topics/plant/a"})
    void publishesForTheCertificate(String path) {
        HttpResponse<String> answer = post(path, "20");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("{\"message\":\"OK\",\"traceId\":\"");
        assertThat(test.listener.messages).singleElement().satisfies(message -> {
            assertThat(message.topic()).isEqualTo("plant/a");
            assertThat(message.clientId()).isEqualTo("N/A");
            assertThat(message.sourceIp()).isEqualTo("127.0.0.1");
            assertThat(message.principal()).isEqualTo(CertificateIds.of(DEVICE.certificate()));
        });
    }

    @Test
    void answersWhenTheRulesHaveAccepted() {
        test.listener.hold();
        CompletableFuture<HttpResponse<String>> coming =
                send(DEVICE, request("/topics/a?qos=1").POST(HttpRequest.BodyPublishers.ofString("x")));
        await("the message").until(() -> !test.listener.messages.isEmpty());
        boolean early = coming.isDone();

        test.listener.acceptAll();

        assertThat(early).isFalse();
        assertThat(coming.join().statusCode()).isEqualTo(200);
    }

    @Test
    void propertiesOfMqtt5AndTheRetainFlagAreTaken() {
        String pairs = Base64.getEncoder().encodeToString("[{\"unit\":\"C\"}]".getBytes(StandardCharsets.UTF_8));

        post(
                "/topics/a?qos=1&retain=true&contentType=text%2Fplain",
                "x", "x-amz-mqtt5-user-properties", pairs, "x-amz-mqtt5-payload-format-indicator", "UTF8_DATA");
        Mqtt3BlockingClient late = test.connect("late");
        Queue<Mqtt3Publish> arrived = TestBroker.collect(late, "a", MqttQos.AT_LEAST_ONCE);

        await("the retained message").until(() -> arrived.size() == 1);
        assertThat(test.listener.messages)
                .singleElement()
                .extracting(PublishedMessage::properties)
                .satisfies(properties -> {
                    assertThat(properties.contentType()).isEqualTo("text/plain");
                    assertThat(properties.isUtf8()).isTrue();
                    assertThat(properties.userProperties())
                            .containsExactly(new MessageProperties.UserProperty("unit", "C"));
                });
    }

    @Test
    void whatThePolicyDeniesIsForbidden() {
        authorizer.deny(Action.PUBLISH, "b");
        authorizer.deny(Action.RETAIN_PUBLISH, "c");

        HttpResponse<String> denied = post("/topics/b?qos=1", "x");
        HttpResponse<String> unretained = post("/topics/c?retain=true", "x");

        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(denied.headers().firstValue("x-amzn-ErrorType")).contains("ForbiddenException");
        assertThat(denied.body()).startsWith("{\"message\":\"Forbidden\",\"traceId\":\"");
        assertThat(unretained.statusCode()).isEqualTo(403);
        assertThat(test.listener.messages).isEmpty();
    }

    @Test
    void certificateThatIsNotRegisteredIsForbidden() {
        authorizer.refuse(CertificateIds.of(DEVICE.certificate()));

        assertThat(post("/topics/a", "x").statusCode()).isEqualTo(403);
    }

    @Test
    void withoutCertificateAndSignatureNothingIsTaken() {
        HttpResponse<String> answer = send(null, request("/topics/a").POST(HttpRequest.BodyPublishers.ofString("x")))
                .join();

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("Missing Authentication Token");
        assertThat(test.listener.messages).isEmpty();
    }

    @Test
    void signatureStandsForACertificate() {
        HttpRequest.Builder signed = request("/topics/a?qos=1")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/us-east-1/iotdevicegateway/aws4_request,"
                                + " SignedHeaders=host, Signature=" + "0a".repeat(32))
                .POST(HttpRequest.BodyPublishers.ofString("x"));

        assertThat(send(null, signed).join().statusCode()).isEqualTo(200);
        assertThat(test.listener.messages)
                .singleElement()
                .extracting(PublishedMessage::principal)
                .isEqualTo("AKIAEXAMPLE");
    }

    @Test
    void payloadThatIsTooLongIsRefused() {
        HttpResponse<String> answer = post("/topics/a", "x".repeat(128 * 1024 + 1));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains("RequestEntityTooLargeException");
    }

    @Test
    void shadowIsReadAndChangedByTheCertificate() {
        authorizer.deny(Action.DELETE_THING_SHADOW, "pump");

        HttpResponse<String> updated = post("/things/pump/shadow", "{\"state\":{\"reported\":{\"a\":1}}}");
        HttpResponse<String> read =
                send(DEVICE, request("/things/pump/shadow").GET()).join();
        HttpResponse<String> deleted =
                send(DEVICE, request("/things/pump/shadow").DELETE()).join();

        assertThat(updated.statusCode()).isEqualTo(200);
        assertThat(read.body()).contains("\"reported\":{\"a\":1}");
        assertThat(deleted.statusCode()).isEqualTo(403);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "GET, /retainedMessage/a, GET_RETAINED_MESSAGE, a, 404",
        "GET, /retainedMessage?maxResults=5, LIST_RETAINED_MESSAGES, *, 200",
        "GET, /things/pump/shadow?name=cfg, GET_THING_SHADOW, pump/cfg, 404",
        "POST, /things/pump/shadow?name=cfg, UPDATE_THING_SHADOW, pump/cfg, 400",
        "DELETE, /things/pump/shadow, DELETE_THING_SHADOW, pump, 404",
        "GET, /api/things/shadow/ListNamedShadowsForThing/pump, LIST_NAMED_SHADOWS, pump, 200",
        "DELETE, /connections/device, DELETE_CONNECTION, device, 404",
        "GET, /things/pump/jobs, GET_PENDING_JOB_EXECUTIONS, pump, 200",
        "PUT, /things/pump/jobs/$next, START_NEXT_PENDING_JOB_EXECUTION, pump, 200",
        "GET, /things/pump/jobs/fw-1, DESCRIBE_JOB_EXECUTION, pump, 404",
        "POST, /things/pump/jobs/fw-1, UPDATE_JOB_EXECUTION, pump, 400"
    })
    void operationAsksForItsActionAndResource(String method, String path, Action action, String name, int status) {
        int allowed = call(method, path);

        authorizer.deny(action, name);

        assertThat(allowed).isEqualTo(status);
        assertThat(call(method, path)).isEqualTo(403);
    }

    private int call(String method, String path) {
        return send(DEVICE, request(path).method(method, HttpRequest.BodyPublishers.noBody()))
                .join()
                .statusCode();
    }

    @Test
    void messageForOneRuleGoesToIt() {
        assertThat(post("/topics/%24aws/rules/ingest/plant/a?qos=1", "x").statusCode())
                .isEqualTo(200);

        assertThat(test.listener.messages)
                .singleElement()
                .satisfies(message -> assertThat(message.topic()).isEqualTo("$aws/rules/ingest/plant/a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-amzn-http-ca", "http/1.1", ""})
    void pipelinedRequestsAreAnsweredInOrder(String alpn) throws Exception {
        try (SSLSocket socket = DeviceTls.socket(
                AUTHORITY,
                DEVICE,
                alpn,
                InetAddress.getLoopbackAddress(),
                test.broker.tlsPort().orElseThrow())) {
            String one = "POST /topics/a?qos=1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n1";
            String bad = "POST /topics/a?qos=7 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n2";
            String last = "POST /topics/a HTTP/1.0\r\nContent-Length: 1\r\n\r\n3";
            socket.getOutputStream().write((one + bad + last).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();

            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answers.split("HTTP/1.1 "))
                    .extracting(text -> text.isEmpty() ? "" : text.substring(0, 3))
                    .containsExactly("", "200", "400", "200");
            assertThat(test.listener.payloads()).containsExactly("1", "3");
        }
    }
}
