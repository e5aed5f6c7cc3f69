package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WillTest {
    private final TestBroker test = new TestBroker();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void lostConnectionPublishesTheWillToRulesAndSubscribers() {
        RawClient app = test.rawConnected("app");
        app.subscribe("will/+", MqttQoS.AT_LEAST_ONCE);
        RawClient device = connectWithWill("device", true, false);

        device.close();

        assertThat(RawClient.text(app.receivePublish())).isEqualTo("gone");
        assertThat(test.listener.messages)
                .singleElement()
                .satisfies(will -> assertThat(will.clientId()).isEqualTo("device"));
        await("rest").until(test.time.inFlight()::isSettled);
    }

    @Test
    void disconnectDiscardsTheWill() {
        RawClient device = connectWithWill("device", true, false);

        device.send(MqttMessage.DISCONNECT);

        assertThat(device.isClosedByBroker()).isTrue();
        await("the end of the connection").until(() -> test.broker.counters().connections() == 0);
        assertThat(test.listener.messages).isEmpty();
    }

    @ParameterizedTest(name = "clean {0}")
    @ValueSource(booleans = {true, false})
    void takeoverPublishesTheWillOfTheOldConnection(boolean clean) {
        connectWithWill("device", clean, false);

        test.raw().connect("device", clean);

        await("the will").until(() -> test.listener.payloads().equals(List.of("gone")));
    }

    @Test
    void protocolErrorPublishesTheWill() {
        RawClient device = connectWithWill("device", true, false);

        device.send(RawClient.publishPacket(1, "$aws/x", "y"));

        assertThat(device.isClosedByBroker()).isTrue();
        await("the will").until(() -> test.listener.payloads().equals(List.of("gone")));
    }

    @Test
    void retainedWillIsThereForALaterSubscriber() {
        connectWithWill("device", true, true).close();
        await("the will").until(() -> test.listener.messages.size() == 1);
        await("rest").until(test.time.inFlight()::isSettled);

        RawClient app = test.rawConnected("app");
        app.subscribe("will/device", MqttQoS.AT_LEAST_ONCE);

        var will = app.receivePublish();
        assertThat(RawClient.text(will)).isEqualTo("gone");
        assertThat(will.fixedHeader().isRetain()).isTrue();
    }

    @ParameterizedTest(name = "reason 0x{0}")
    @CsvSource({"00, 0", "04, 1", "80, 1", "93, 1"})
    void goodbyeOfMqtt5WithAReasonDoesNotDiscardTheWill(String reason, int wills) {
        RawClient device = test.raw();
        device.connect(will5("device", 60));

        device.send(new MqttMessage(
                new MqttFixedHeader(MqttMessageType.DISCONNECT, false, MqttQoS.AT_MOST_ONCE, false, 0),
                new MqttReasonCodeAndPropertiesVariableHeader(
                        (byte) Integer.parseInt(reason, 16), MqttProperties.NO_PROPERTIES)));

        assertThat(device.isClosedByBroker()).isTrue();
        await("its end").until(() -> test.broker.counters().connections() == 0);
        await("rest").until(test.time.inFlight()::isSettled);
        assertThat(test.listener.messages).hasSize(wills);
    }

    @Test
    void expiryOfAWillCountsFromTheEndOfItsConnection() {
        RawClient app = test.raw();
        app.connect(RawClient.connectPacket5("app", true));
        app.subscribe("will/+", MqttQoS.AT_LEAST_ONCE);
        RawClient device = test.raw();
        device.connect(will5("device", 60));

        test.time.advance(Duration.ofMinutes(10));
        device.close();

        MqttPublishMessage will = app.receivePublish();
        assertThat(RawClient.text(will)).isEqualTo("gone");
        assertThat(will.variableHeader()
                        .properties()
                        .getProperty(MqttProperties.MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL.value())
                        .value())
                .isEqualTo(60);
    }

    private static MqttMessage will5(String id, int expirySeconds) {
        MqttProperties properties = new MqttProperties();
        properties.add(RawClient.number(MqttProperties.MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL, expirySeconds));
        return MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId(id)
                .cleanSession(true)
                .keepAlive(60)
                .willFlag(true)
                .willQoS(MqttQoS.AT_LEAST_ONCE)
                .willTopic("will/" + id)
                .willProperties(properties)
                .willMessage("gone".getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private RawClient connectWithWill(String id, boolean clean, boolean retain) {
        RawClient client = test.raw();
        client.connect(RawClient.connectPacketWithWill(id, clean, retain, 60));
        return client;
    }
}
