package dev.penstock.broker.devicesdk;

import static dev.penstock.broker.devicesdk.DeviceLab.THING;
import static dev.penstock.broker.devicesdk.DeviceLab.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.broker.PublishedMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.crt.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.crt.mqtt5.Mqtt5ClientOptions.ClientSessionBehavior;
import software.amazon.awssdk.crt.mqtt5.QOS;
import software.amazon.awssdk.crt.mqtt5.packets.ConnAckPacket;
import software.amazon.awssdk.crt.mqtt5.packets.ConnectPacket.ConnectPacketBuilder;
import software.amazon.awssdk.crt.mqtt5.packets.PubAckPacket;
import software.amazon.awssdk.crt.mqtt5.packets.PublishPacket;
import software.amazon.awssdk.crt.mqtt5.packets.PublishPacket.PublishPacketBuilder;
import software.amazon.awssdk.crt.mqtt5.packets.SubAckPacket;
import software.amazon.awssdk.crt.mqtt5.packets.SubscribePacket.SubscribePacketBuilder;
import software.amazon.awssdk.crt.mqtt5.packets.UserProperty;
import software.amazon.awssdk.iot.AwsIotMqtt5ClientBuilder;

/** AWS IoT Device SDK for Java v2, MQTT 5. */
class Mqtt5DeviceTest {
    private static final String ALL = "plant/pump-7/#";
    private static final String TOPIC = "plant/pump-7/temp";

    private final DeviceLab lab = new DeviceLab();

    @AfterEach
    void close() {
        lab.close();
    }

    private static PublishPacketBuilder message(String topic, String text) {
        return new PublishPacketBuilder(topic, QOS.AT_LEAST_ONCE, text.getBytes(StandardCharsets.UTF_8));
    }

    private static SubAckPacket subscribe(Mqtt5Device device, String... filters) {
        SubscribePacketBuilder packet = new SubscribePacketBuilder();
        for (String filter : filters) {
            packet.withSubscription(filter, QOS.AT_LEAST_ONCE);
        }
        return done(device.client.subscribe(packet.build()));
    }

    @Test
    void publishesAndSubscribesWithTheProperties() {
        try (Mqtt5Device device = Mqtt5Device.connect(lab)) {
            SubAckPacket subscribed = subscribe(device, ALL);
            PubAckPacket acknowledged = done(device.client.publish(message(TOPIC, "20")
                            .withContentType("text/plain")
                            .withResponseTopic("plant/pump-7/answer")
                            .withUserProperties(List.of(new UserProperty("unit", "C"), new UserProperty("unit", "K")))
                            .build()))
                    .getResultPubAck();
            PublishPacket arrived = done(device.first);

            assertThat(subscribed.getReasonCodes()).containsExactly(SubAckPacket.SubAckReasonCode.GRANTED_QOS_1);
            assertThat(acknowledged.getReasonCode()).isEqualTo(PubAckPacket.PubAckReasonCode.SUCCESS);
            assertThat(arrived.getContentType()).isEqualTo("text/plain");
            assertThat(arrived.getResponseTopic()).isEqualTo("plant/pump-7/answer");
            assertThat(arrived.getUserProperties())
                    .extracting(property -> property.value)
                    .containsExactly("C", "K");
        }
    }

    @Test
    void userPropertiesAloneArrive() {
        try (Mqtt5Device device = Mqtt5Device.connect(lab)) {
            subscribe(device, ALL);
            done(device.client.publish(message(TOPIC, "20")
                    .withUserProperties(List.of(new UserProperty("unit", "C")))
                    .build()));

            assertThat(done(device.first).getUserProperties())
                    .extracting(property -> property.value)
                    .containsExactly("C");
        }
    }

    @Test
    void connAckTellsTheLimitsOfAws() {
        try (Mqtt5Device device = Mqtt5Device.connect(lab)) {
            ConnAckPacket limits = done(device.connected);

            assertThat(limits.getReceiveMaximum()).isEqualTo(100);
            assertThat(limits.getMaximumQOS()).isEqualTo(QOS.AT_LEAST_ONCE);
            assertThat(limits.getTopicAliasMaximum()).isEqualTo(8);
            assertThat(limits.getSubscriptionIdentifiersAvailable()).isFalse();
        }
    }

    @Test
    void policyRefusesByReasonCodeAndTheConnectionStays() {
        try (Mqtt5Device device = Mqtt5Device.connect(lab)) {
            SubAckPacket subscribed = subscribe(device, "plant/pump-8/#", ALL);
            PubAckPacket acknowledged = done(device.client.publish(
                            message("plant/pump-8/temp", "20").build()))
                    .getResultPubAck();

            assertThat(subscribed.getReasonCodes())
                    .containsExactly(
                            SubAckPacket.SubAckReasonCode.NOT_AUTHORIZED, SubAckPacket.SubAckReasonCode.GRANTED_QOS_1);
            assertThat(acknowledged.getReasonCode()).isEqualTo(PubAckPacket.PubAckReasonCode.NOT_AUTHORIZED);
            assertThat(device.client.getIsConnected()).isTrue();
        }
    }

    @Test
    void lastWillGoesOutAndTheSessionIsTakenUpAgain() {
        ConnectPacketBuilder connect = new ConnectPacketBuilder()
                .withClientId(THING)
                .withSessionExpiryIntervalSeconds(600L)
                .withWill(message("plant/pump-7/gone", "bye").build());
        try (Mqtt5Device device = Mqtt5Device.start(lab, connect, builder -> builder)) {
            done(device.connected);
            subscribe(device, ALL);
        }
        lab.awaitMessages(1);
        lab.awaitRest(); // rules have the will before the session has it
        lab.tell("cmd", "open");

        try (Mqtt5Device device = Mqtt5Device.start(
                lab, connect, builder -> builder.withSessionBehavior(ClientSessionBehavior.REJOIN_ALWAYS))) {
            device.received.awaitLine("plant/pump-7/cmd=open");

            assertThat(done(device.connected).getSessionPresent()).isTrue();
            assertThat(device.received.lines()).containsExactly("plant/pump-7/gone=bye", "plant/pump-7/cmd=open");
        }
    }

    @Test
    void webSocketWithSigV4NeedsNoCertificate() {
        AwsIotMqtt5ClientBuilder.WebsocketSigv4Config signing = new AwsIotMqtt5ClientBuilder.WebsocketSigv4Config();
        signing.region = "us-east-1";
        try (StaticCredentialsProvider credentials = Mqtt311DeviceTest.credentials()) {
            signing.credentialsProvider = credentials;
            try (AwsIotMqtt5ClientBuilder builder =
                            AwsIotMqtt5ClientBuilder.newWebsocketMqttBuilderWithSigv4Auth("localhost", signing);
                    Mqtt5Device web = Mqtt5Device.start(
                            lab, builder, new ConnectPacketBuilder().withClientId("web"), more -> more)) {
                done(web.connected);
                subscribe(web, ALL);
                done(web.client.publish(message(TOPIC, "21").build()));
                web.received.awaitLine(TOPIC + "=21");

                assertThat(lab.heard)
                        .singleElement()
                        .extracting(PublishedMessage::principal)
                        .isEqualTo("AKIAEXAMPLE");
            }
        }
    }

    @Test
    void customAuthorizerIsRefused() {
        AwsIotMqtt5ClientBuilder.MqttConnectCustomAuthConfig auth =
                new AwsIotMqtt5ClientBuilder.MqttConnectCustomAuthConfig();
        auth.authorizerName = "doors";
        try (AwsIotMqtt5ClientBuilder builder =
                        AwsIotMqtt5ClientBuilder.newDirectMqttBuilderWithCustomAuth("localhost", auth);
                Mqtt5Device device =
                        Mqtt5Device.start(lab, builder, new ConnectPacketBuilder().withClientId("x"), more -> more)) {

            assertThat(CRT.awsErrorName(done(device.failed))).isEqualTo("AWS_ERROR_MQTT_UNEXPECTED_HANGUP");
            assertThat(device.connected).isNotDone();
        }
    }
}
