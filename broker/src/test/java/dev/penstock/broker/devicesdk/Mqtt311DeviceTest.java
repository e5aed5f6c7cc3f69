package dev.penstock.broker.devicesdk;

import static dev.penstock.broker.devicesdk.DeviceLab.THING;
import static dev.penstock.broker.devicesdk.DeviceLab.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.broker.PublishedMessage;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.crt.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.crt.mqtt.MqttClientConnection;
import software.amazon.awssdk.crt.mqtt.MqttClientConnectionEvents;
import software.amazon.awssdk.crt.mqtt.MqttMessage;
import software.amazon.awssdk.crt.mqtt.QualityOfService;
import software.amazon.awssdk.iot.AwsIotMqttConnectionBuilder;

/** AWS IoT Device SDK for Java v2, MQTT 3.1.1. */
class Mqtt311DeviceTest {
    private static final String TOPIC = "plant/pump-7/temp";

    private final DeviceLab lab = new DeviceLab();
    private final Received received = new Received();

    @AfterEach
    void close() {
        lab.close();
    }

    private MqttClientConnection device(UnaryOperator<AwsIotMqttConnectionBuilder> more) {
        try (AwsIotMqttConnectionBuilder builder =
                AwsIotMqttConnectionBuilder.newMtlsBuilder(lab.certificate, lab.key)) {
            return more.apply(builder.withCertificateAuthority(lab.authority)
                            .withEndpoint("localhost")
                            .withPort(lab.tlsPort())
                            .withClientId(THING)
                            .withCleanSession(true)
                            .withReconnectTimeoutSecs(1, 1))
                    .build();
        }
    }

    private void subscribe(MqttClientConnection device) {
        done(device.subscribe("plant/pump-7/#", QualityOfService.AT_LEAST_ONCE, received::add));
    }

    private static MqttMessage message(String topic, String text) {
        return new MqttMessage(topic, text.getBytes(StandardCharsets.UTF_8), QualityOfService.AT_LEAST_ONCE);
    }

    @Test
    void publishesAndSubscribesWithItsCertificate() {
        try (MqttClientConnection device = device(builder -> builder)) {
            boolean present = done(device.connect());
            subscribe(device);
            done(device.publish(message(TOPIC, "20")));
            received.awaitLine(TOPIC + "=20");

            assertThat(present).isFalse();
            assertThat(lab.heard)
                    .singleElement()
                    .satisfies(heard -> assertThat(heard.principal()).hasSize(64))
                    .extracting(PublishedMessage::clientId)
                    .isEqualTo(THING);
            done(device.disconnect());
        }
    }

    @Test
    void persistentSessionKeepsWhatCameMeanwhile() {
        try (MqttClientConnection first = device(builder -> builder.withCleanSession(false))) {
            done(first.connect());
            subscribe(first);
            done(first.disconnect());
        }
        lab.tell("cmd", "open");

        try (MqttClientConnection second = device(builder -> builder.withCleanSession(false))) {
            second.onMessage(received::add);
            boolean present = done(second.connect());
            received.awaitLine("plant/pump-7/cmd=open");

            assertThat(present).isTrue();
            done(second.disconnect());
        }
    }

    @Test
    void lastWillIsSentWhenItsConnectionBreaksAndItComesBackByItself() {
        CompletableFuture<Boolean> resumed = new CompletableFuture<>();
        try (MqttClientConnection device = device(builder -> builder.withCleanSession(false)
                .withWill(message("plant/pump-7/gone", "bye"))
                .withConnectionEventCallbacks(new MqttClientConnectionEvents() {
                    @Override
                    public void onConnectionInterrupted(int errorCode) {}

                    @Override
                    public void onConnectionResumed(boolean sessionPresent) {
                        resumed.complete(sessionPresent);
                    }
                }))) {
            done(device.connect());
            subscribe(device);

            lab.data.deleteConnection(r -> r.clientId(THING));

            assertThat(done(resumed)).isTrue();
            received.awaitLine("plant/pump-7/gone=bye");
            done(device.disconnect());
        }
    }

    @Test
    void anotherClientIdIsRefusedByThePolicy() {
        try (MqttClientConnection device = device(builder -> builder.withClientId("pump-8"))) {
            CompletableFuture<Boolean> connected = device.connect();

            assertThatThrownBy(() -> connected.get(1, TimeUnit.MINUTES))
                    .hasMessageContaining("connection was closed unexpectedly");
        }
    }

    @Test
    void deniedSubscriptionLeavesItConnected() {
        try (MqttClientConnection device = device(builder -> builder)) {
            done(device.connect());

            CompletableFuture<Integer> denied =
                    device.subscribe("office/#", QualityOfService.AT_LEAST_ONCE, received::add);
            done(denied.handle((packetId, failure) -> 0));
            subscribe(device);
            done(device.publish(message(TOPIC, "20")));

            received.awaitLine(TOPIC + "=20");
            done(device.disconnect());
        }
    }

    @Test
    void webSocketWithSigV4NeedsNoCertificate() throws Exception {
        try (StaticCredentialsProvider credentials = credentials();
                AwsIotMqttConnectionBuilder builder = AwsIotMqttConnectionBuilder.newDefaultBuilder();
                MqttClientConnection web = builder.withCertificateAuthority(lab.authority)
                        .withEndpoint("localhost")
                        .withClientId("web")
                        .withCleanSession(true)
                        .withWebsockets(true) // takes port 443 for granted
                        .withPort(lab.tlsPort())
                        .withWebsocketSigningRegion("us-east-1")
                        .withWebsocketCredentialsProvider(credentials)
                        .build()) {
            done(web.connect());
            subscribe(web);
            done(web.publish(message(TOPIC, "21")));
            received.awaitLine(TOPIC + "=21");

            assertThat(lab.heard)
                    .singleElement()
                    .extracting(PublishedMessage::principal)
                    .isEqualTo("AKIAEXAMPLE");
            done(web.disconnect());
        }
    }

    static StaticCredentialsProvider credentials() {
        return new StaticCredentialsProvider.StaticCredentialsProviderBuilder()
                .withAccessKeyId("AKIAEXAMPLE".getBytes(StandardCharsets.UTF_8))
                .withSecretAccessKey("secret".getBytes(StandardCharsets.UTF_8))
                .withSessionToken("token".getBytes(StandardCharsets.UTF_8))
                .build();
    }
}
