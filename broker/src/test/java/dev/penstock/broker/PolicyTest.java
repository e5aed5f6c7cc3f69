package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttClientState;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3SubAckException;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAckReturnCode;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.suback.Mqtt3SubAckReturnCode;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import dev.penstock.broker.authority.CertificateAuthority;
import dev.penstock.broker.policy.Action;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a refusal of a policy does, which is what it does in AWS. */
class PolicyTest {
    private final ListedAuthorizer authorizer = new ListedAuthorizer();
    private final TestBroker test = new TestBroker(authorizer, CertificateAuthority.inMemory());

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void clientThatMayNotConnectGetsNoConnAckIn311() {
        authorizer.deny(Action.CONNECT, "device");
        RawClient client = test.raw();

        client.send(RawClient.connectPacket("device", true));

        assertThat(client.isClosedByBroker()).isTrue();
    }

    @Test
    void clientThatMayNotConnectIsToldIn5() {
        authorizer.deny(Action.CONNECT, "device");

        assertThatThrownBy(() -> test.connect5("device"))
                .isInstanceOfSatisfying(
                        Mqtt5ConnAckException.class,
                        refusal -> assertThat(refusal.getMqttMessage().getReasonCode())
                                .isEqualTo(Mqtt5ConnAckReasonCode.NOT_AUTHORIZED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUBLISH", "RETAIN_PUBLISH"})
    void willIsCheckedAtConnect(Action denied) {
        authorizer.deny(denied, "will");
        RawClient client = test.raw();

        client.send(MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_3_1_1)
                .clientId("device")
                .cleanSession(true)
                .willFlag(true)
                .willRetain(true)
                .willQoS(MqttQoS.AT_LEAST_ONCE)
                .willTopic("will")
                .willMessage(new byte[1])
                .build());

        assertThat(client.isClosedByBroker()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void deniedPublishClosesAConnectionOf311(int qos) {
        authorizer.deny(Action.PUBLISH, "secret");
        RawClient client = test.rawConnected("device");

        client.send(RawClient.publishPacket(1, "secret", new byte[1], MqttQoS.valueOf(qos)));

        assertThat(client.isClosedByBroker()).isTrue();
        assertThat(test.listener.messages).isEmpty();
    }

    @Test
    void deniedPublishIsAnsweredIn5AndTheConnectionStays() {
        authorizer.deny(Action.PUBLISH, "secret");
        Mqtt5BlockingClient client = test.connect5("device");

        assertThatThrownBy(() -> Mqtt5Test.publish(client, "secret", "x"))
                .isInstanceOfSatisfying(
                        Mqtt5PubAckException.class,
                        answer -> assertThat(answer.getMqttMessage().getReasonCode())
                                .isEqualTo(Mqtt5PubAckReasonCode.NOT_AUTHORIZED));

        Mqtt5Test.publish(client, "open", "x");
        assertThat(test.listener.payloads()).containsExactly("x");
    }

    @Test
    void deniedQos0PublishEndsAConnectionOf5() {
        authorizer.deny(Action.PUBLISH, "secret");
        RawClient client = test.raw();
        client.connect(RawClient.connectPacket5("device", true));

        client.send(MqttMessageBuilders.publish()
                .topicName("secret")
                .qos(MqttQoS.AT_MOST_ONCE)
                .payload(Unpooled.EMPTY_BUFFER)
                .build());

        assertThat(client.receiveDisconnect()).isEqualTo(0x87);
    }

    @Test
    void retainingNeedsItsOwnPermission() {
        authorizer.deny(Action.RETAIN_PUBLISH, "a");
        Mqtt5BlockingClient client = test.connect5("device");

        Mqtt5Test.publish(client, "a", "plain");
        assertThatThrownBy(() -> client.publishWith()
                        .topic("a")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .retain(true)
                        .send())
                .isInstanceOf(Mqtt5PubAckException.class);

        assertThat(test.listener.payloads()).containsExactly("plain");
    }

    @Test
    void deniedFilterIsToldIn311AndTheOthersAreGranted() {
        authorizer.deny(Action.SUBSCRIBE, "secret/#");
        Mqtt3BlockingClient client = test.connect("device");

        assertThatThrownBy(() -> client.subscribeWith()
                        .addSubscription()
                        .topicFilter("secret/#")
                        .qos(MqttQos.AT_MOST_ONCE)
                        .applySubscription()
                        .addSubscription()
                        .topicFilter("open")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .applySubscription()
                        .send())
                .isInstanceOfSatisfying(
                        Mqtt3SubAckException.class,
                        answer -> assertThat(answer.getMqttMessage().getReturnCodes())
                                .containsExactly(
                                        Mqtt3SubAckReturnCode.FAILURE, Mqtt3SubAckReturnCode.SUCCESS_MAXIMUM_QOS_1));

        assertThat(client.getState()).isEqualTo(MqttClientState.CONNECTED);
    }

    @Test
    void deniedFilterLeavesAConnectionOf311InUse() {
        authorizer.deny(Action.SUBSCRIBE, "secret/#");
        RawClient client = test.rawConnected("device");

        client.send(RawClient.subscribePacket(1, "secret/#", MqttQoS.AT_LEAST_ONCE));
        MqttSubAckMessage answer = (MqttSubAckMessage) client.receive(MqttMessageType.SUBACK);
        client.send(RawClient.publishPacket(2, "secret/a", "x"), RawClient.publishPacket(3, "b", "y"));

        assertThat(answer.payload().grantedQoSLevels()).containsExactly(0x80);
        assertThat(client.receivePubAcks(2)).containsExactly(2, 3);
    }

    @Test
    void deniedFilterClosesAConnectionOf311WhenTheSettingsSaySo() {
        authorizer.deny(Action.SUBSCRIBE, "secret/#");
        try (TestBroker strict = new TestBroker(
                authorizer,
                settings -> settings.withDenialsV3(
                        new DenialsV3(DenialsV3.OfSubscribe.CLOSE, DenialsV3.OfConnect.CLOSE)))) {
            Mqtt3BlockingClient client = strict.connect("device");

            assertThatThrownBy(() -> TestBroker.collect(client, "secret/#", MqttQos.AT_MOST_ONCE))
                    .hasRootCauseInstanceOf(ConnectionClosedException.class);

            RawClient raw = strict.rawConnected("raw");
            raw.send(RawClient.subscribePacket(1, "secret/#", MqttQoS.AT_MOST_ONCE));
            assertThat(raw.isClosedByBroker()).isTrue();
        }
    }

    @Test
    void clientThatMayNotConnectIsToldIn311WhenTheSettingsSaySo() {
        authorizer.deny(Action.CONNECT, "device");
        try (TestBroker telling = new TestBroker(
                authorizer,
                settings -> settings.withDenialsV3(
                        new DenialsV3(DenialsV3.OfSubscribe.SUBACK80, DenialsV3.OfConnect.CONNACK5)))) {
            assertThatThrownBy(() -> telling.connect("device"))
                    .isInstanceOfSatisfying(
                            Mqtt3ConnAckException.class,
                            refusal -> assertThat(refusal.getMqttMessage().getReturnCode())
                                    .isEqualTo(Mqtt3ConnAckReturnCode.NOT_AUTHORIZED));
        }
    }

    @Test
    void deniedFilterIsToldIn5AndTheOthersAreGranted() {
        authorizer.deny(Action.SUBSCRIBE, "secret/#");
        Mqtt5BlockingClient client = test.connect5("device");

        assertThatThrownBy(() -> client.subscribeWith()
                        .addSubscription()
                        .topicFilter("secret/#")
                        .qos(MqttQos.AT_MOST_ONCE)
                        .applySubscription()
                        .addSubscription()
                        .topicFilter("open")
                        .qos(MqttQos.AT_MOST_ONCE)
                        .applySubscription()
                        .send())
                .isInstanceOfSatisfying(
                        Mqtt5SubAckException.class,
                        answer -> assertThat(answer.getMqttMessage().getReasonCodes())
                                .containsExactly(
                                        Mqtt5SubAckReasonCode.NOT_AUTHORIZED, Mqtt5SubAckReasonCode.GRANTED_QOS_0));
    }

    @Test
    void whatAClientMayNotReceiveIsLeftOutAndTakesNoRoom() {
        authorizer.deny(Action.RECEIVE, "a/secret");
        Queue<Mqtt3Publish> arrived = TestBroker.collect(test.connect("app"), "a/+", MqttQos.AT_LEAST_ONCE);
        Mqtt3BlockingClient device = test.connect("device");

        IntStream.range(0, 200).forEach(i -> TestBroker.publish(device, "a/secret", "no"));
        TestBroker.publish(device, "a/open", "yes");

        await("delivery").until(() -> !arrived.isEmpty());
        assertThat(TestBroker.texts(arrived)).containsExactly("yes");
    }
}
