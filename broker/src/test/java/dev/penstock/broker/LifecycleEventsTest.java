package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import dev.penstock.platform.data.Json;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Source: AWS IoT Core developer guide, Lifecycle events. */
class LifecycleEventsTest {
    private static final long NOW = 1_767_225_600_000L;

    private final TestBroker test = new TestBroker();
    private final Queue<Mqtt3Publish> events =
            TestBroker.collect(test.connect("watcher"), "$aws/events/+/+/press-04", MqttQos.AT_LEAST_ONCE);

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void connectAndDisconnectAreToldFieldByField() throws Exception {
        Mqtt3BlockingClient client = test.connect("press-04");

        client.disconnect();

        await("both events").until(() -> events.size() == 2);
        JsonNode connected = event(0, "$aws/events/presence/connected/press-04");
        JsonNode disconnected = event(1, "$aws/events/presence/disconnected/press-04");
        String session = connected.path("sessionIdentifier").asText();
        assertThat(UUID.fromString(session)).isNotNull();
        assertThat(connected).isEqualTo(Json.MAPPER.readTree("""
                        {"clientId":"press-04","timestamp":%d,"eventType":"connected","sessionIdentifier":"%s",
                         "principalIdentifier":"","ipAddress":"127.0.0.1","versionNumber":0}""".formatted(NOW, session)));
        assertThat(disconnected).isEqualTo(Json.MAPPER.readTree("""
                        {"clientId":"press-04","timestamp":%d,"eventType":"disconnected","sessionIdentifier":"%s",
                         "principalIdentifier":"","clientInitiatedDisconnect":true,
                         "disconnectReason":"CLIENT_INITIATED_DISCONNECT","versionNumber":0}""".formatted(NOW, session)));
    }

    @Test
    void subscribeAndUnsubscribeNameTheFiltersOfTheirPacket() throws Exception {
        Mqtt3BlockingClient client = test.connect("press-04");

        client.subscribeWith()
                .addSubscription()
                .topicFilter("a/+")
                .qos(MqttQos.AT_LEAST_ONCE)
                .applySubscription()
                .addSubscription()
                .topicFilter("b")
                .qos(MqttQos.AT_MOST_ONCE)
                .applySubscription()
                .send();
        client.unsubscribeWith().topicFilter("b").send();

        await("three events").until(() -> events.size() == 3);
        JsonNode subscribed = event(1, "$aws/events/subscriptions/subscribed/press-04");
        assertThat(subscribed.path("eventType").asText()).isEqualTo("subscribed");
        assertThat(subscribed.path("topics").toString()).isEqualTo("[\"a/+\",\"b\"]");
        assertThat(subscribed.path("sessionIdentifier"))
                .isEqualTo(event(0, "$aws/events/presence/connected/press-04").path("sessionIdentifier"));
        assertThat(event(2, "$aws/events/subscriptions/unsubscribed/press-04")
                        .path("topics")
                        .toString())
                .isEqualTo("[\"b\"]");
    }

    @Test
    void socketThatBreaksIsAConnectionLost() throws Exception {
        RawClient client = test.rawConnected("press-04");

        client.close();

        assertThat(reason(1)).isEqualTo("CONNECTION_LOST");
    }

    @Test
    void misuseIsAClientError() throws Exception {
        RawClient client = test.rawConnected("press-04");

        client.send(RawClient.publishPacket(1, "a/+", "x"));

        assertThat(reason(1)).isEqualTo("CLIENT_ERROR");
    }

    @Test
    void clientThatMisbehavesRightAfterItsConnAckHasAnEndToo() {
        int clients = 300;
        Queue<Mqtt3Publish> ends = TestBroker.collect(
                test.connect("watcher-2"), "$aws/events/presence/disconnected/+", MqttQos.AT_LEAST_ONCE);

        for (int i = 0; i < clients; i++) {
            try (RawClient client = test.raw()) {
                client.connect("hasty-" + i, true);
                client.sendBytes(new byte[] {0x30, 0});
            }
        }

        await("all ends").until(() -> ends.size() == clients);
        assertThat(ends).hasSize(clients);
    }

    @Test
    void secondConnectionOfAClientEndsTheFirstWithItsReason() throws Exception {
        RawClient first = test.rawConnected("press-04");

        test.rawConnected("press-04");

        assertThat(first.isClosedByBroker()).isTrue();
        await("three events").until(() -> events.size() == 3);
        List<JsonNode> ended = all("disconnected");
        assertThat(ended)
                .singleElement()
                .satisfies(event ->
                        assertThat(event.path("disconnectReason").asText()).isEqualTo("DUPLICATE_CLIENTID"))
                .satisfies(
                        event -> assertThat(event.path("versionNumber").asInt()).isZero());
        assertThat(all("connected"))
                .extracting(event -> event.path("versionNumber").asInt())
                .containsExactly(0, 1);
    }

    @Test
    void versionStartsAgainAfterAnHourAway() throws Exception {
        test.connect("press-04").disconnect();
        await("the end").until(() -> events.size() == 2);
        test.time.advance(Duration.ofMinutes(59));
        test.connect("press-04").disconnect();
        await("the second end").until(() -> events.size() == 4);

        test.time.advance(Duration.ofMinutes(60));
        test.connect("press-04");

        await("the third connection").until(() -> events.size() == 5);
        assertThat(all("connected"))
                .extracting(event -> event.path("versionNumber").asInt())
                .containsExactly(0, 1, 0);
    }

    @Test
    void versionOfAPersistentSessionStartsAgainWhenThatHasExpired() throws Exception {
        RawClient first = test.raw();
        first.connect("press-04", false);
        first.close();
        await("the end").until(() -> events.size() == 2);
        test.time.advance(Duration.ofMinutes(59));
        RawClient second = test.raw();
        second.connect("press-04", false);
        second.close();
        await("the second end").until(() -> events.size() == 4);

        test.time.advance(Duration.ofMinutes(60));
        test.raw().connect("press-04", false);

        await("the third connection").until(() -> events.size() == 5);
        assertThat(all("connected"))
                .extracting(event -> event.path("versionNumber").asInt())
                .containsExactly(0, 1, 0);
    }

    @Test
    void filterThatWasNotGrantedIsNotInTheEvent() throws Exception {
        Mqtt5BlockingClient client = test.connect5("press-04");

        assertThatThrownBy(() -> client.subscribeWith()
                        .addSubscription()
                        .topicFilter("a")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .applySubscription()
                        .addSubscription()
                        .topicFilter("$aws/rules/x")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .applySubscription()
                        .send())
                .isNotNull();
        assertThatThrownBy(() -> client.subscribeWith()
                        .topicFilter("$aws/rules/y")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .send())
                .isNotNull();
        client.unsubscribeWith().topicFilter("a").send();

        await("three events").until(() -> events.size() == 3);
        assertThat(event(1, "$aws/events/subscriptions/subscribed/press-04").path("topics"))
                .hasToString("[\"a\"]");
        assertThat(event(2, "$aws/events/subscriptions/unsubscribed/press-04").path("topics"))
                .hasToString("[\"a\"]");
    }

    @Test
    void clientIdWithAWildcardHasNoEvents() {
        test.connect("a+b");

        test.connect("press-04");

        await("the other client's event").until(() -> events.size() == 1);
        assertThat(test.broker.counters().published()).isZero();
    }

    @Test
    void listenerGetsTheEventsThatItWants() {
        List<String> heard = new CopyOnWriteArrayList<>();
        PublishListener presence = new PublishListener() {
            @Override
            public CompletionStage<Void> accept(PublishedMessage message) {
                heard.add(message.topic());
                return CompletableFuture.completedStage(null);
            }

            @Override
            public boolean hears(String serviceTopic) {
                return serviceTopic.startsWith("$aws/events/presence/connected/");
            }
        };
        try (TestBroker other = new TestBroker(presence)) {
            other.connect("one").disconnect();
            other.connect("two");

            await("the events").until(() -> heard.size() == 2);
            assertThat(heard)
                    .containsExactly("$aws/events/presence/connected/one", "$aws/events/presence/connected/two");
        }
    }

    @Test
    void clientsCannotPublishEvents() {
        RawClient client = test.rawConnected("liar");

        client.send(RawClient.publishPacket(1, "$aws/events/presence/connected/press-04", "{}"));

        assertThat(client.isClosedByBroker()).isTrue();
        assertThat(events).isEmpty();
    }

    @Test
    void serviceThatIsNotThereAnswersOnItsTopicOfRefusals() throws Exception {
        Mqtt3BlockingClient client = test.connect("press-05");
        Queue<Mqtt3Publish> answers =
                TestBroker.collect(client, "$aws/certificates/create/json/+", MqttQos.AT_LEAST_ONCE);
        RawClient other = test.rawConnected("press-06");

        TestBroker.publish(client, "$aws/certificates/create/json", "{}");
        other.send(RawClient.publishPacket(3, "$aws/things/t/streams/s/get/json", "{}"));

        await("the answer").until(() -> answers.size() == 1);
        assertThat(answers.element().getTopic()).hasToString("$aws/certificates/create/json/rejected");
        assertThat(TestBroker.texts(answers).get(0)).contains("\"statusCode\":501");
        assertThat(other.receive(MqttMessageType.PUBACK)).isNotNull();
    }

    private List<JsonNode> all(String type) {
        return TestBroker.texts(events).stream()
                .map(LifecycleEventsTest::json)
                .filter(event -> event.path("eventType").asText().equals(type))
                .toList();
    }

    private String reason(int index) {
        await("the disconnect").until(() -> events.size() > index);
        return event(index, "$aws/events/presence/disconnected/press-04")
                .path("disconnectReason")
                .asText();
    }

    private JsonNode event(int index, String topic) {
        Mqtt3Publish publish = List.copyOf(events).get(index);
        assertThat(publish.getTopic()).hasToString(topic);
        return json(TestBroker.texts(events).get(index));
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (java.io.IOException notJson) {
            throw new AssertionError(text, notJson);
        }
    }
}
