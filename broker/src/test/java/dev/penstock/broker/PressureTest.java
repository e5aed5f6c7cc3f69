package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PressureTest {
    private static final int CLIENTS = 20;
    private static final int EACH = 500;

    @Test
    void slowListenerLosesNothingOfTwentyFastClients() throws Exception {
        ScheduledThreadPoolExecutor slow = new ScheduledThreadPoolExecutor(1);
        Queue<PublishedMessage> seen = new ConcurrentLinkedQueue<>();
        PublishListener listener = message -> {
            seen.add(message);
            CompletableFuture<Void> accepted = new CompletableFuture<>();
            slow.schedule(() -> accepted.complete(null), 5, TimeUnit.MILLISECONDS);
            return accepted;
        };
        List<String> expected =
                IntStream.range(0, EACH).mapToObj(Integer::toString).toList();

        try (TestBroker test = new TestBroker(listener)) {
            Queue<Mqtt3Publish> arrived = TestBroker.collect(test.connect("app"), "load/#", MqttQos.AT_LEAST_ONCE);
            List<CompletableFuture<?>> sent = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Mqtt3BlockingClient client = test.connect("c" + i);
                expected.forEach(number -> sent.add(client.toAsync()
                        .publishWith()
                        .topic("load/"
                                + client.getConfig().getClientIdentifier().orElseThrow())
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(number.getBytes(StandardCharsets.UTF_8))
                        .send()));
            }
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).get(2, TimeUnit.MINUTES);
            await("all deliveries").atMost(2, TimeUnit.MINUTES).until(() -> arrived.size() == CLIENTS * EACH);
            await("rest").until(test.time.inFlight()::isSettled);

            Map<String, List<String>> byClient = new HashMap<>();
            seen.forEach(message -> byClient.computeIfAbsent(message.clientId(), id -> new ArrayList<>())
                    .add(message.payload().utf8()));
            assertThat(byClient).hasSize(CLIENTS);
            assertThat(byClient.values()).allMatch(expected::equals);
            assertThat(seen.stream().map(PublishedMessage::id)).doesNotHaveDuplicates();
            assertThat(test.broker.counters())
                    .isEqualTo(new BrokerCounters(CLIENTS + 1, CLIENTS * EACH, CLIENTS * EACH, 0));
        } finally {
            slow.shutdownNow();
        }
    }

    /** It publishes to itself, so that its answers have messages before them which it does not read either. */
    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {false, true})
    void clientThatReadsNothingIsNotReadEitherAndThenEnded(boolean isMqtt5) throws Exception {
        byte[] payload = new byte[100_000];
        int count = 2_000;

        try (TestBroker test = new TestBroker();
                LogLines log = new LogLines();
                RawClient deaf = test.raw()) {
            deaf.connect(isMqtt5 ? keepAlive(MqttVersion.MQTT_5) : keepAlive(MqttVersion.MQTT_3_1_1));
            deaf.subscribe("a", MqttQoS.AT_MOST_ONCE);
            Thread flood = new Thread(() -> {
                for (int id = 1; id <= count; id++) {
                    deaf.send(RawClient.publishPacket(id, "a", payload, MqttQoS.AT_MOST_ONCE));
                }
            });
            flood.start();
            RawClient other = test.rawConnected("other");
            for (int id = 1; id <= 100; id++) {
                other.send(RawClient.publishPacket(id, "b", "x"));
                assertThat(other.receivePubAcks(1)).containsExactly(id);
            }

            await("its end").until(() -> test.broker.counters().connections() == 1);
            flood.join(TestBroker.LIMIT.toMillis());
            assertThat(test.broker.counters().published()).isLessThan(100 + count / 2);
            assertThat(log.warnings())
                    .anyMatch(line -> line.contains("client deaf") && line.contains("it has read nothing"));
        }
    }

    private static MqttMessage keepAlive(MqttVersion version) {
        return MqttMessageBuilders.connect()
                .protocolVersion(version)
                .clientId("deaf")
                .cleanSession(true)
                .keepAlive(2)
                .build();
    }

    @ParameterizedTest(name = "QoS {0}")
    @CsvSource({"0, subscriber deaf reads too slowly", "1, queue of subscriber deaf is full"})
    void subscriberThatDoesNotReadCostsPublishersNothing(int qos, String warning) {
        byte[] payload = new byte[20_000];
        int count = 1_500;

        try (TestBroker test = new TestBroker();
                LogLines log = new LogLines()) {
            RawClient deaf = test.raw();
            deaf.connect("deaf", true);
            deaf.subscribe("a", MqttQoS.valueOf(qos));
            RawClient publisher = test.rawConnected("device");
            for (int id = 1; id <= count; id++) {
                publisher.send(RawClient.publishPacket(id, "a", payload, MqttQoS.AT_LEAST_ONCE));
                assertThat(publisher.receivePubAcks(1)).containsExactly(id);
            }

            assertThat(test.broker.counters().acknowledged()).isEqualTo(count);
            assertThat(log.warnings())
                    .filteredOn(line -> line.contains(warning))
                    .hasSizeBetween(1, 2);
        }
    }
}
