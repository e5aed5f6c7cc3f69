package dev.penstock.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
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

    @Test
    void emptyPayloadReachesWhoIsSubscribed() {
        retain("cfg/a", "x", 1);
        RawClient app = test.rawConnected("app");
        app.subscribe("cfg/+", MqttQoS.AT_LEAST_ONCE);

        retain("cfg/a", "", 1);

        MqttPublishMessage arrived = app.receivePublish();
        assertThat(arrived.variableHeader().topicName()).isEqualTo("cfg/a");
        assertThat(RawClient.text(arrived)).isEmpty();
    }

    @Test
    void subscriberThatIsAwayGetsEveryRetainedMessage() {
        RawClient app = test.raw();
        app.connect("app", false);
        app.subscribe("cfg/+", MqttQoS.AT_LEAST_ONCE);
        app.close();

        retain("cfg/a", "one", 1);
        retain("cfg/a", "two", 1);
        RawClient back = test.raw();
        back.connect("app", false);

        assertThat(RawClient.text(back.receivePublish())).isEqualTo("one");
        assertThat(RawClient.text(back.receivePublish())).isEqualTo("two");
    }

    @Test
    void messageThatCannotBeRetainedIsDiscardedAndMqtt5IsTold() {
        byte[] largest = new byte[128 * 1024];
        int fits = 64 * 1024 * 1024 / largest.length;
        for (int id = 1; id <= fits; id++) {
            client.send(MqttMessageBuilders.publish()
                    .messageId(id)
                    .topicName("cfg/" + id)
                    .qos(MqttQoS.AT_LEAST_ONCE)
                    .retained(true)
                    .payload(Unpooled.wrappedBuffer(largest))
                    .build());
            assertThat(client.receivePubAcks(1)).containsExactly(id);
        }

        client.send(retained("cfg/more", "x", 1), RawClient.publishPacket(1_000, "cfg/more", "not retained"));
        Mqtt5BlockingClient modern = test.connect5("modern");

        assertThat(client.receivePubAcks(1)).containsExactly(1_000);
        assertThatThrownBy(() -> modern.publishWith()
                        .topic("cfg/more")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .retain(true)
                        .payload(new byte[1])
                        .send())
                .isInstanceOfSatisfying(
                        Mqtt5PubAckException.class,
                        answer -> assertThat(answer.getMqttMessage().getReasonCode())
                                .isEqualTo(Mqtt5PubAckReasonCode.QUOTA_EXCEEDED));
        assertThat(test.broker.counters().throttled()).isEqualTo(2);
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
