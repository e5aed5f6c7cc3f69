package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import dev.penstock.broker.authority.CertificateAuthority;
import dev.penstock.broker.authority.Pem;
import dev.penstock.broker.authority.TestRequests.UserAuthority;
import dev.penstock.broker.identity.CertificateStatus;
import dev.penstock.broker.identity.Denials;
import dev.penstock.broker.identity.Registry;
import dev.penstock.broker.identity.RegistryAuthorizer;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.TestTime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A device that comes by TLS with a certificate of the registry, and what becomes of it when the registry changes. */
class RegistryDeviceTest {
    private static final String ARN = "arn:aws:iot:us-east-1:000000000000:";
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.inMemory();
    private static final CertificateAuthority.IssuedKeys KEYS =
            UserAuthority.create("CN=mine").issue("CN=pump-7,O=plant");

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final Registry registry = new Registry(AwsIdentity.DEFAULT, time, AUTHORITY);
    private final TestBroker test =
            new TestBroker(new RegistryAuthorizer(registry, PolicyMode.CERTIFICATES, new Denials(time)), AUTHORITY);
    private final String id = registry.certificates()
            .registerWithoutCa(Pem.write(KEYS.certificate()), CertificateStatus.ACTIVE)
            .id();
    private final Queue<Mqtt3Publish> events =
            TestBroker.collect(test.connect("office"), "$aws/events/presence/+/pump-7", MqttQos.AT_LEAST_ONCE);

    @BeforeEach
    void provision() {
        registry.things().create("pump-7", null, null, Map.of());
        registry.things().attach("pump-7", ARN + "cert/" + id);
        allow("connect", "Connect", "client/${iot:Connection.Thing.ThingName}");
    }

    @AfterEach
    void close() {
        test.close();
    }

    private void allow(String policy, String action, String resource) {
        registry.policies().create(policy, document(action, resource));
        registry.policies().attach(policy, ARN + "cert/" + id);
    }

    private static String document(String action, String resource) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"iot:%s\",\"Resource\":\"%s\"}]}"
                .formatted(action, ARN + resource);
    }

    private int port() {
        return test.broker.tlsPort().orElseThrow();
    }

    private Mqtt3BlockingClient connect() {
        Mqtt3BlockingClient device = DeviceTls.client("pump-7", AUTHORITY, KEYS, port());
        device.connectWith()
                .willPublish()
                .topic("wills/pump-7")
                .payload(new byte[] {'w'})
                .applyWillPublish()
                .send();
        return device;
    }

    private void mayHaveAWill() {
        allow("will", "Publish", "topic/wills/${iot:ClientId}");
    }

    /** The last event. */
    private JsonNode ended() throws Exception {
        await("the end")
                .until(() -> events.stream()
                        .anyMatch(event -> event.getTopic().toString().contains("/disconnected/")));
        Mqtt3Publish last = events.stream().reduce((first, second) -> second).orElseThrow();
        return Json.MAPPER.readTree(last.getPayloadAsBytes());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "${iot:CertificateId}, id",
        "${iot:Certificate.Subject.Organization}, plant",
        "${iot:Certificate.SerialNumber}, 7",
        "${iot:Connection.Thing.ThingName}, pump-7",
        "${iot:ClientId}, pump-7",
        "${aws:SourceIp}, 127.0.0.1"
    })
    void variableStandsForWhatTheDeviceIs(String variable, String value) {
        mayHaveAWill();
        allow("own", "Publish", "topic/own/" + variable);
        String topic = "own/" + value.replace("id", id);
        Mqtt3BlockingClient device = connect();

        TestBroker.publish(device, topic, "x");

        assertThat(test.listener.payloads()).containsExactly("x");
        device.disconnect();
    }

    @Test
    void domainNameIsTheHostThatTheDeviceNamedInItsHandshake() throws Exception {
        allow("domain", "Publish", "topic/${iot:DomainName}");
        byte[] loopback = InetAddress.getLoopbackAddress().getAddress();
        Mqtt3BlockingClient device = Mqtt3Client.builder()
                .identifier("pump-7")
                .serverAddress(new InetSocketAddress(InetAddress.getByAddress("iot.plant.test", loopback), port()))
                .sslConfig(DeviceTls.mqtt(AUTHORITY, KEYS)
                        .extend()
                        .hostnameVerifier((host, session) -> true)
                        .build())
                .buildBlocking();
        device.connect();

        TestBroker.publish(device, "iot.plant.test", "x");

        assertThat(test.listener.payloads()).containsExactly("x");
        device.disconnect();
    }

    @Test
    void eventsNameTheCertificate() throws Exception {
        mayHaveAWill();

        connect().disconnect();

        assertThat(ended().path("principalIdentifier").asText()).isEqualTo(id);
        assertThat(Json.MAPPER
                        .readTree(events.element().getPayloadAsBytes())
                        .path("principalIdentifier")
                        .asText())
                .isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"detached", "another version", "another default"})
    void policyThatIsTakenAwayCountsForTheNextPublish(String how) throws Exception {
        mayHaveAWill();
        allow("own", "Publish", "topic/own/*");
        Mqtt3BlockingClient device = connect();
        TestBroker.publish(device, "own/a", "before");

        switch (how) {
            case "detached" -> registry.policies().detach("own", ARN + "cert/" + id);
            case "another version" -> registry.policies().createVersion("own", document("Publish", "topic/b"), true);
            default -> {
                registry.policies().createVersion("own", document("Publish", "topic/b"), false);
                TestBroker.publish(device, "own/a", "between");
                registry.policies().setDefaultVersion("own", 2);
            }
        }

        assertThatThrownBy(() -> TestBroker.publish(device, "own/a", "after")).isNotNull();
        JsonNode event = ended();
        assertThat(event.path("disconnectReason").asText()).isEqualTo("AUTH_ERROR");
        assertThat(event.path("clientInitiatedDisconnect").asBoolean()).isFalse();
        await("the will").until(() -> test.listener.payloads().contains("w"));
        assertThat(test.listener.payloads()).doesNotContain("after");
    }

    @ParameterizedTest
    @EnumSource(names = {"INACTIVE", "REVOKED"})
    void certificateThatMayNotBeUsedAnyMoreEndsItsConnectionWithItsWill(CertificateStatus status) throws Exception {
        mayHaveAWill();
        Mqtt3BlockingClient device = connect();

        registry.certificates().update(id, status);

        assertThat(ended().path("disconnectReason").asText()).isEqualTo("AUTH_ERROR");
        await("the will").until(() -> test.listener.payloads().contains("w"));
        await("the device to see it").until(() -> !device.getState().isConnectedOrReconnect());
        assertThatThrownBy(this::connect).isNotNull();
    }

    @Test
    void certificateThatIsActivatedAgainLetsItsDeviceIn() {
        mayHaveAWill();
        registry.certificates().update(id, CertificateStatus.INACTIVE);
        assertThatThrownBy(this::connect).isNotNull();

        registry.certificates().update(id, CertificateStatus.ACTIVE);

        Mqtt3BlockingClient device = connect();
        assertThat(device.getState().isConnected()).isTrue();
        device.disconnect();
    }

    @Test
    void willThatMayNotBePublishedIsAConnectThatFailed() throws Exception {
        assertThatThrownBy(this::connect).isNotNull();

        await("the event").until(() -> !events.isEmpty());
        JsonNode event = Json.MAPPER.readTree(events.element().getPayloadAsBytes());
        assertThat(events.element().getTopic()).hasToString("$aws/events/presence/connect_failed/pump-7");
        assertThat(event.path("connectFailureReason").asText()).isEqualTo("AUTHORIZATION_FAILED");
        assertThat(event.path("principalIdentifier").asText()).isEqualTo(id);
        assertThat(event.path("sessionIdentifier").asText()).isNotEmpty();
        assertThat(event.path("timestamp").asLong()).isEqualTo(time.millis());
    }

    @Test
    void requestOverHttpsHasACertificateButNoClientIdAndNoThing() {
        allow("own", "Publish", "topic/own/${iot:CertificateId}");
        allow("client", "Publish", "topic/client/${iot:ClientId}");
        allow("thing", "Publish", "topic/thing/${iot:Connection.Thing.ThingName}");

        assertThat(post("/topics/own/" + id)).isEqualTo(200);
        assertThat(post("/topics/client/pump-7")).isEqualTo(403);
        assertThat(post("/topics/thing/pump-7")).isEqualTo(403);
        registry.certificates().update(id, CertificateStatus.INACTIVE);
        assertThat(post("/topics/own/" + id)).isEqualTo(403);
    }

    private int post(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + port() + path))
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build();
        return HttpClient.newBuilder()
                .sslContext(DeviceTls.context(AUTHORITY, KEYS))
                .build()
                .sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .join()
                .statusCode();
    }
}
