package dev.penstock.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetainedTest {
    private final TestBroker test = new TestBroker();
    private final RawClient client = test.rawConnected("device");

    @AfterEach
    void close() {
        test.close();
    }

    @ParameterizedTest(name = "QoS {0}")
    @ValueSource(ints = {0, 1})
    void lastRetainedMessageGreetsASubscriberOfItsTopic(int qos) {
        retain("cfg/a", "old", qos);
        retain("cfg/a", "new", qos);

        client.subscribe("cfg/a", MqttQoS.AT_LEAST_ONCE);

        MqttPublishMessage greeting = client.receivePublish();
        assertThat(RawClient.text(greeting)).isEqualTo("new");
        assertThat(greeting.fixedHeader().isRetain()).isTrue();
        assertThat(greeting.fixedHeader().qosLevel().value()).isEqualTo(qos);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"cfg/+", "cfg/#", "#"})
    void wildcardFilterGetsNoRetainedMessage(String filter) {
        retain("cfg/a", "x", 1);

        client.subscribe(filter, MqttQoS.AT_LEAST_ONCE);
        client.send(MqttMessage.PINGREQ);

        client.receive(MqttMessageType.PINGRESP);
    }

    @Test
    void messageForALiveSubscriberIsNotMarkedAsRetained() {
        client.subscribe("cfg/a", MqttQoS.AT_MOST_ONCE);

        client.send(retained("cfg/a", "x", 1));

        assertThat(client.receivePublishesUntilPubAck(1))
                .singleElement()
                .satisfies(
                        publish -> assertThat(publish.fixedHeader().isRetain()).isFalse());
    }

    @Test
    void emptyPayloadDeletes() {
        retain("cfg/a", "x", 1);
        retain("cfg/a", "", 1);

        client.subscribe("cfg/a", MqttQoS.AT_LEAST_ONCE);
        client.send(MqttMessage.PINGREQ);

        client.receive(MqttMessageType.PINGRESP);
    }

    private void retain(String topic, String payload, int qos) {
        client.send(retained(topic, payload, qos), RawClient.publishPacket(99, "fence", ""));
        if (qos == 1) {
            client.receive(MqttMessageType.PUBACK);
        }
        client.receive(MqttMessageType.PUBACK);
    }

    private static MqttMessage retained(String topic, String payload, int qos) {
        return MqttMessageBuilders.publish()
                .messageId(qos)
                .topicName(topic)
                .qos(MqttQoS.valueOf(qos))
                .retained(true)
                .payload(Unpooled.copiedBuffer(payload, StandardCharsets.UTF_8))
                .build();
    }
}
