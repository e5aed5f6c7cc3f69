package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    private RawClient connectWithWill(String id, boolean clean, boolean retain) {
        RawClient client = test.raw();
        client.send(MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_3_1_1)
                .clientId(id)
                .cleanSession(clean)
                .keepAlive(60)
                .willFlag(true)
                .willQoS(MqttQoS.AT_LEAST_ONCE)
                .willRetain(retain)
                .willTopic("will/" + id)
                .willMessage("gone".getBytes(StandardCharsets.UTF_8))
                .build());
        client.receive(MqttMessageType.CONNACK);
        return client;
    }
}
