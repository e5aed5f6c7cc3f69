package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PayloadFormatIndicator;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import dev.penstock.broker.MessageProperties.UserProperty;
import dev.penstock.platform.data.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Mqtt5Test {
    private static final Mqtt5UserProperties PAIRS = Mqtt5UserProperties.builder()
            .add("k", "2")
            .add("a", "ä")
            .add("k", "1")
            .build();

    private final TestBroker test = new TestBroker();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void connAckTellsWhatAwsTells() {
        Mqtt5ConnAck answer =
                test.client5("device").toBlocking().connectWith().keepAlive(60).send();

        assertThat(answer.isSessionPresent()).isFalse();
        assertThat(answer.getAssignedClientIdentifier()).isEmpty();
        assertThat(answer.getServerKeepAlive()).isEmpty();
        assertThat(answer.getSessionExpiryInterval()).isEmpty();
        assertThat(answer.getRestrictions().getReceiveMaximum()).isEqualTo(100);
        assertThat(answer.getRestrictions().getMaximumQos()).isEqualTo(MqttQos.AT_LEAST_ONCE);
        assertThat(answer.getRestrictions().isRetainAvailable()).isTrue();
        assertThat(answer.getRestrictions().getMaximumPacketSize()).isEqualTo(149_504);
        assertThat(answer.getRestrictions().getTopicAliasMaximum()).isEqualTo(8);
        assertThat(answer.getRestrictions().isWildcardSubscriptionAvailable()).isTrue();
        assertThat(answer.getRestrictions().areSubscriptionIdentifiersAvailable())
                .isFalse();
        assertThat(answer.getRestrictions().isSharedSubscriptionAvailable()).isTrue();
    }

    @ParameterizedTest(name = "keep-alive {0}: {1}")
    @CsvSource({"0, 1200", "1201, 1200", "1200, -1", "60, -1"})
    void keepAliveThatIsNotGrantedIsAnsweredWithTheOneThatIs(int asked, int answered) {
        Mqtt5ConnAck answer = test.client5("device")
                .toBlocking()
                .connectWith()
                .keepAlive(asked)
                .send();

        assertThat(answer.getServerKeepAlive())
                .isEqualTo(answered < 0 ? OptionalInt.empty() : OptionalInt.of(answered));
    }

    @Test
    void clientWithoutIdGetsOne() {
        Mqtt5ConnAck answer = test.client5("").toBlocking().connect();

        assertThat(answer.getAssignedClientIdentifier())
                .hasValueSatisfying(id -> assertThat(id.toString()).startsWith("$GEN/"));
    }

    @Test
    void clientComesBackWithTheIdThatItWasGiven() {
        Mqtt5BlockingClient client = persistent("", 600);
        client.disconnect();

        boolean again = connectPersistent(
                        client.getConfig().getClientIdentifier().orElseThrow().toString(), 600)
                .isSessionPresent();

        assertThat(again).isTrue();
    }

    @Test
    void sessionExpiryIsCappedToTheQuotaAndSaid() {
        Mqtt5ConnAck answer = test.client5("device")
                .toBlocking()
                .connectWith()
                .sessionExpiryInterval(7200)
                .send();

        assertThat(answer.getSessionExpiryInterval()).hasValue(3600);
    }

    @Test
    void propertiesReachRulesAndSubscribersInOrder() {
        Queue<Mqtt5Publish> arrived = collect(test.connect5("app"), "a");

        test.connect5("device")
                .publishWith()
                .topic("a")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(bytes("x"))
                .contentType("text/plain")
                .responseTopic("answers/device")
                .correlationData(bytes("c-1"))
                .payloadFormatIndicator(Mqtt5PayloadFormatIndicator.UTF_8)
                .messageExpiryInterval(90)
                .userProperties(PAIRS)
                .send();

        await("delivery").until(() -> arrived.size() == 1);
        Mqtt5Publish publish = arrived.element();
        assertThat(publish.getContentType()).hasToString("Optional[text/plain]");
        assertThat(publish.getResponseTopic()).hasToString("Optional[answers/device]");
        assertThat(publish.getCorrelationData()).hasValue(ByteBuffer.wrap(bytes("c-1")));
        assertThat(publish.getPayloadFormatIndicator()).hasValue(Mqtt5PayloadFormatIndicator.UTF_8);
        assertThat(publish.getMessageExpiryInterval()).hasValue(90);
        assertThat(publish.getUserProperties()).isEqualTo(PAIRS);
        assertThat(test.listener.messages)
                .singleElement()
                .extracting(PublishedMessage::properties)
                .isEqualTo(new MessageProperties(
                        "text/plain",
                        "answers/device",
                        Bytes.utf8("c-1"),
                        true,
                        List.of(new UserProperty("k", "2"), new UserProperty("a", "ä"), new UserProperty("k", "1")),
                        Duration.ofSeconds(90)));
    }

    @Test
    void versionsUnderstandEachOther() {
        Queue<Mqtt5Publish> modern = collect(test.connect5("modern"), "a");
        Queue<Mqtt3Publish> old = TestBroker.collect(test.connect("old"), "a", MqttQos.AT_LEAST_ONCE);

        publish(test.connect5("device5"), "a", "five");
        TestBroker.publish(test.connect("device3"), "a", "three");

        await("deliveries").until(() -> modern.size() == 2 && old.size() == 2);
        assertThat(texts(modern)).containsExactly("five", "three");
        assertThat(TestBroker.texts(old)).containsExactly("five", "three");
    }

    @Test
    void messageThatExpiresIsNotDeliveredAndAnotherCountsDown() {
        Mqtt5BlockingClient app = persistent("app", 3600);
        app.subscribeWith().topicFilter("a").qos(MqttQos.AT_LEAST_ONCE).send();
        leave(app);
        Mqtt5BlockingClient device = test.connect5("device");
        publishExpiring(device, "short", 5);
        publishExpiring(device, "long", 100);

        test.time.advance(Duration.ofSeconds(30));
        Queue<Mqtt5Publish> arrived = arrivals(app);
        app.connectWith().cleanStart(false).sessionExpiryInterval(3600).send();

        await("delivery").until(() -> arrived.size() == 1);
        assertThat(texts(arrived)).containsExactly("long");
        assertThat(arrived.element().getMessageExpiryInterval()).hasValue(70);
    }

    @Test
    void expiryOfWhatIsDeliveredIsRoundedUp() {
        Mqtt5BlockingClient app = persistent("app", 3600);
        app.subscribeWith().topicFilter("a").qos(MqttQos.AT_LEAST_ONCE).send();
        leave(app);
        publishExpiring(test.connect5("device"), "nearly", 5);

        test.time.advance(Duration.ofMillis(4_600));
        Queue<Mqtt5Publish> arrived = arrivals(app);
        app.connectWith().cleanStart(false).sessionExpiryInterval(3600).send();

        await("delivery").until(() -> arrived.size() == 1);
        assertThat(arrived.element().getMessageExpiryInterval()).hasValue(1);
    }

    @ParameterizedTest(name = "{0} s: {1} s")
    @CsvSource({"0, 1", "1, 1", "604800, 604800", "700000, 604800"})
    void messageExpiryIsBroughtIntoTheRangeOfAws(int given, int taken) {
        publishExpiring(test.connect5("device"), "x", given);

        assertThat(test.listener.messages)
                .singleElement()
                .extracting(message -> message.properties().expiry())
                .isEqualTo(Duration.ofSeconds(taken));
    }

    @Test
    void retainedMessageExpires() {
        Mqtt5BlockingClient device = test.connect5("device");
        device.publishWith()
                .topic("a")
                .retain(true)
                .messageExpiryInterval(10)
                .payload(bytes("x"))
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();
        Queue<Mqtt5Publish> early = collect(test.connect5("early"), "a");
        await("the retained message").until(() -> early.size() == 1);

        test.time.advance(Duration.ofSeconds(11));
        Queue<Mqtt5Publish> late = collect(test.connect5("late"), "a");
        publish(device, "a", "fresh");

        await("deliveries").until(() -> early.size() == 2 && late.size() == 1);
        assertThat(early.element().isRetain()).isTrue();
        assertThat(texts(late)).containsExactly("fresh");
    }

    @Test
    void publishToAReservedTopicIsRefusedAndTheConnectionStays() {
        Mqtt5BlockingClient device = test.connect5("device");

        assertThatThrownBy(() -> publish(device, "$aws/nothing", "x"))
                .isInstanceOfSatisfying(
                        Mqtt5PubAckException.class,
                        answer -> assertThat(answer.getMqttMessage().getReasonCode())
                                .isEqualTo(Mqtt5PubAckReasonCode.TOPIC_NAME_INVALID));

        publish(device, "a", "fine");
        assertThat(test.listener.payloads()).containsExactly("fine");
    }

    @Test
    void enhancedAuthenticationIsRefused() {
        assertThatThrownBy(() -> test.client5("device")
                        .toBlocking()
                        .connectWith()
                        .enhancedAuth(new NoMechanism())
                        .send())
                .isInstanceOfSatisfying(
                        Mqtt5ConnAckException.class,
                        answer -> assertThat(answer.getMqttMessage().getReasonCode())
                                .isEqualTo(Mqtt5ConnAckReasonCode.BAD_AUTHENTICATION_METHOD));
    }

    @Test
    void willCarriesItsPropertiesAndGoesOutInSpiteOfItsDelay() {
        Queue<Mqtt5Publish> arrived = collect(test.connect5("app"), "will");
        test.client5("device")
                .toBlocking()
                .connectWith()
                .willPublish()
                .topic("will")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(bytes("gone"))
                .contentType("text/plain")
                .delayInterval(500)
                .userProperties(PAIRS)
                .applyWillPublish()
                .send();

        test.connect5("device");

        await("the will").until(() -> arrived.size() == 1);
        assertThat(arrived.element().getUserProperties()).isEqualTo(PAIRS);
        assertThat(arrived.element().getContentType()).hasToString("Optional[text/plain]");
    }

    @Test
    void sessionGoesOnInItsOwnVersionOnly() {
        Mqtt5BlockingClient app = persistent("app", 600);
        app.disconnect();

        boolean again = connectPersistent("app", 600).isSessionPresent();
        test.broker.counters();
        RawClient old = test.raw();
        boolean crossed = old.connect("app", false).variableHeader().isSessionPresent();

        assertThat(again).isTrue();
        assertThat(crossed).isFalse();
    }

    @Test
    void sessionWithoutExpiryEndsWithItsConnection() {
        Mqtt5BlockingClient app = persistent("app", 0);
        app.disconnect();

        assertThat(connectPersistent("app", 0).isSessionPresent()).isFalse();
    }

    @Test
    void goodbyeMayShortenTheSession() {
        Mqtt5BlockingClient app = persistent("app", 600);
        app.disconnectWith().sessionExpiryInterval(10).send();
        await("the end").until(() -> test.broker.counters().connections() == 0);

        test.time.advance(Duration.ofSeconds(11));

        assertThat(connectPersistent("app", 600).isSessionPresent()).isFalse();
    }

    /** What comes from now on finds it away: it is not sent into its old connection. */
    private void leave(Mqtt5BlockingClient client) {
        client.disconnect();
        await("the end").until(() -> test.broker.counters().connections() == 0);
    }

    private Mqtt5ConnAck connectPersistent(String id, int expiry) {
        return test.client5(id)
                .toBlocking()
                .connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(expiry)
                .send();
    }

    private Mqtt5BlockingClient persistent(String id, int expiry) {
        Mqtt5BlockingClient client = test.client5(id).toBlocking();
        client.connectWith().cleanStart(false).sessionExpiryInterval(expiry).send();
        return client;
    }

    private static void publishExpiring(Mqtt5BlockingClient device, String payload, int seconds) {
        device.publishWith()
                .topic("a")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(bytes(payload))
                .messageExpiryInterval(seconds)
                .send();
    }

    static void publish(Mqtt5BlockingClient client, String topic, String payload) {
        client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(bytes(payload))
                .send();
    }

    static Queue<Mqtt5Publish> collect(Mqtt5BlockingClient client, String filter) {
        Queue<Mqtt5Publish> arrived = new ConcurrentLinkedQueue<>();
        client.toAsync()
                .subscribeWith()
                .topicFilter(filter)
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(arrived::add)
                .send()
                .orTimeout(TestBroker.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
        return arrived;
    }

    static Queue<Mqtt5Publish> arrivals(Mqtt5BlockingClient client) {
        Queue<Mqtt5Publish> arrived = new ConcurrentLinkedQueue<>();
        client.toAsync().publishes(MqttGlobalPublishFilter.ALL, arrived::add);
        return arrived;
    }

    static List<String> texts(Queue<Mqtt5Publish> arrived) {
        return arrived.stream()
                .map(publish -> new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8))
                .toList();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
