package dev.penstock.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import dev.penstock.broker.policy.Authorizer;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rates that are off unless they are set, on the pipeline's clock. */
class RateLimitTest {
    private static final OptionalInt ANY = OptionalInt.empty();
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static TestBroker broker(OptionalInt publishes, OptionalInt connects, OptionalInt connectsOfClient) {
        return new TestBroker(
                Authorizer.OPEN, settings -> settings.withRates(new RateLimits(publishes, connects, connectsOfClient)));
    }

    private static void awaitThrottled(TestBroker test, long count) {
        TestBroker.await("discarded publishes")
                .until(() -> test.broker.counters().throttled() == count);
    }

    @Test
    void publishesAboveTheRateAreDiscardedAndTheConnectionStays() {
        try (TestBroker test = broker(OptionalInt.of(3), ANY, ANY);
                LogLines log = new LogLines()) {
            RawClient client = test.rawConnected("device");
            RawClient other = test.rawConnected("other");

            IntStream.rangeClosed(1, 5).forEach(id -> client.send(RawClient.publishPacket(id, "a", "m" + id)));
            assertThat(client.receivePubAcks(3)).containsExactly(1, 2, 3);
            other.send(RawClient.publishPacket(1, "a", "other"));
            assertThat(other.receivePubAcks(1)).containsExactly(1);
            awaitThrottled(test, 2);
            test.time.advance(SECOND);
            client.send(RawClient.publishPacket(6, "a", "m6"));

            assertThat(client.receivePubAcks(1)).containsExactly(6);
            assertThat(test.listener.payloads()).containsExactlyInAnyOrder("m1", "m2", "m3", "other", "m6");
            assertThat(log.warnings())
                    .filteredOn(line -> line.contains("client device publishes more than 3 messages a second"))
                    .hasSize(1);
        }
    }

    @Test
    void rateComesBackBitByBit() {
        try (TestBroker test = broker(OptionalInt.of(4), ANY, ANY)) {
            RawClient client = test.rawConnected("device");
            IntStream.rangeClosed(1, 4).forEach(id -> client.send(RawClient.publishPacket(id, "a", "x")));
            assertThat(client.receivePubAcks(4)).hasSize(4);

            test.time.advance(Duration.ofMillis(500));
            IntStream.rangeClosed(5, 8).forEach(id -> client.send(RawClient.publishPacket(id, "a", "x")));
            assertThat(client.receivePubAcks(2)).containsExactly(5, 6);
            awaitThrottled(test, 2);
            test.time.advance(SECOND);
            client.send(RawClient.publishPacket(9, "a", "x"));

            assertThat(client.receivePubAcks(1)).containsExactly(9);
        }
    }

    @Test
    void publishAboveTheRateIsToldIn5() {
        try (TestBroker test = broker(OptionalInt.of(1), ANY, ANY)) {
            Mqtt5BlockingClient client = test.connect5("device");
            Mqtt5Test.publish(client, "a", "one");

            assertThatThrownBy(() -> Mqtt5Test.publish(client, "a", "two"))
                    .isInstanceOfSatisfying(
                            Mqtt5PubAckException.class,
                            answer -> assertThat(answer.getMqttMessage().getReasonCode())
                                    .isEqualTo(Mqtt5PubAckReasonCode.QUOTA_EXCEEDED));

            test.time.advance(SECOND);
            Mqtt5Test.publish(client, "a", "three");
            assertThat(test.listener.payloads()).containsExactly("one", "three");
        }
    }

    @Test
    void qos0AboveTheRateIsDiscarded() {
        try (TestBroker test = broker(OptionalInt.of(2), ANY, ANY)) {
            RawClient client = test.rawConnected("device");

            for (int i = 0; i < 4; i++) {
                client.send(RawClient.publishPacket(0, "a", new byte[] {(byte) ('0' + i)}, MqttQoS.AT_MOST_ONCE));
            }
            awaitThrottled(test, 2);

            assertThat(test.listener.payloads()).containsExactly("0", "1");
        }
    }

    @Test
    void clientIdConnectsOnceASecond() {
        try (TestBroker test = broker(ANY, ANY, OptionalInt.of(1))) {
            test.connect5("device").disconnect();

            assertThatThrownBy(() -> test.connect5("device"))
                    .isInstanceOfSatisfying(
                            Mqtt5ConnAckException.class,
                            refusal -> assertThat(refusal.getMqttMessage().getReasonCode())
                                    .isEqualTo(Mqtt5ConnAckReasonCode.QUOTA_EXCEEDED));
            RawClient old = test.raw();
            old.send(RawClient.connectPacket("device", true));
            assertThat(old.isClosedByBroker()).isTrue();
            test.rawConnected("other");

            test.time.advance(SECOND);
            assertThat(test.connect5("device").getState().isConnected()).isTrue();
        }
    }

    @Test
    void allClientsTogetherConnectAsOftenAsIsSet() {
        try (TestBroker test = broker(ANY, OptionalInt.of(2), ANY)) {
            test.rawConnected("one");
            test.rawConnected("two");

            RawClient third = test.raw();
            third.send(RawClient.connectPacket("three", true));
            assertThat(third.isClosedByBroker()).isTrue();

            test.time.advance(SECOND);
            test.rawConnected("three");
            assertThat(test.broker.counters().connections()).isEqualTo(3);
        }
    }

    @Test
    void withoutSettingsNothingIsLimited() {
        try (TestBroker test = new TestBroker()) {
            RawClient client = test.rawConnected("device");

            IntStream.rangeClosed(1, 1_000).forEach(id -> client.send(RawClient.publishPacket(id, "a", "x")));

            assertThat(client.receivePubAcks(1_000)).hasSize(1_000);
            for (int i = 0; i < 10; i++) {
                test.connect5("again")
                        .publishWith()
                        .topic("a")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .send();
            }
            assertThat(test.broker.counters().throttled()).isZero();
        }
    }
}
