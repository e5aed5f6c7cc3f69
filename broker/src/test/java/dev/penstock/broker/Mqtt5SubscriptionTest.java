package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5UnsubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.unsubscribe.unsuback.Mqtt5UnsubAckReasonCode;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Subscription options and answers of MQTT 5. */
class Mqtt5SubscriptionTest {
    private final TestBroker test = new TestBroker();

    @AfterEach
    void close() {
        test.close();
    }

    @ParameterizedTest(name = "{0}: {1} and {2}")
    @CsvSource({"SEND, 1, 2", "SEND_IF_SUBSCRIPTION_DOES_NOT_EXIST, 1, 1", "DO_NOT_SEND, 0, 0"})
    void retainHandlingDecidesOnRetainedMessages(Mqtt5RetainHandling handling, int first, int second) {
        test.connect5("device")
                .publishWith()
                .topic("a")
                .qos(MqttQos.AT_LEAST_ONCE) // retained when this returns
                .retain(true)
                .payload(Mqtt5Test.bytes("x"))
                .send();
        Mqtt5BlockingClient app = test.connect5("app");
        Queue<Mqtt5Publish> arrived = Mqtt5Test.arrivals(app);

        subscribe(app, handling);
        fence(app, arrived);
        int afterFirst = arrived.size();
        subscribe(app, handling);
        fence(app, arrived);

        assertThat(List.of(afterFirst - 1, arrived.size() - 2)).containsExactly(first, second);
    }

    private static void subscribe(Mqtt5BlockingClient app, Mqtt5RetainHandling handling) {
        app.subscribeWith()
                .addSubscription()
                .topicFilter("a")
                .qos(MqttQos.AT_LEAST_ONCE)
                .retainHandling(handling)
                .applySubscription()
                .addSubscription()
                .topicFilter("fence")
                .qos(MqttQos.AT_LEAST_ONCE)
                .applySubscription()
                .send();
    }

    private static void fence(Mqtt5BlockingClient app, Queue<Mqtt5Publish> arrived) {
        long before = fences(arrived);
        Mqtt5Test.publish(app, "fence", "");
        await("the fence").until(() -> fences(arrived) == before + 1);
    }

    private static long fences(Queue<Mqtt5Publish> arrived) {
        return arrived.stream()
                .filter(publish -> publish.getTopic().toString().equals("fence"))
                .count();
    }

    @Test
    void noLocalAndRetainAsPublishedAreRespected() {
        Mqtt5BlockingClient app = test.connect5("app");
        Queue<Mqtt5Publish> arrived = Mqtt5Test.arrivals(app);
        app.subscribeWith()
                .addSubscription()
                .topicFilter("a")
                .qos(MqttQos.AT_LEAST_ONCE)
                .noLocal(true)
                .retainAsPublished(true)
                .applySubscription()
                .addSubscription()
                .topicFilter("b")
                .qos(MqttQos.AT_LEAST_ONCE)
                .applySubscription()
                .send();

        Mqtt5Test.publish(app, "a", "own");
        Mqtt5BlockingClient device = test.connect5("device");
        device.publishWith()
                .topic("a")
                .payload(Mqtt5Test.bytes("a"))
                .retain(true)
                .send();
        device.publishWith()
                .topic("b")
                .payload(Mqtt5Test.bytes("b"))
                .retain(true)
                .send();

        await("deliveries").until(() -> arrived.size() == 2);
        assertThat(Mqtt5Test.texts(arrived)).containsExactly("a", "b");
        assertThat(arrived).extracting(Mqtt5Publish::isRetain).containsExactly(true, false);
    }

    @Test
    void refusedFilterIsNamedInTheSubAckAndTheOthersAreGranted() {
        Mqtt5BlockingClient app = test.connect5("app");

        assertThatThrownBy(() -> app.subscribeWith()
                        .addSubscription()
                        .topicFilter("a/b")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .applySubscription()
                        .addSubscription()
                        .topicFilter("1/2/3/4/5/6/7/8/9")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .applySubscription()
                        .send())
                .isInstanceOfSatisfying(Mqtt5SubAckException.class, answer -> {
                    assertThat(answer.getMqttMessage().getReasonCodes())
                            .containsExactly(
                                    Mqtt5SubAckReasonCode.GRANTED_QOS_1, Mqtt5SubAckReasonCode.TOPIC_FILTER_INVALID);
                    assertThat(answer.getMqttMessage().getReasonString())
                            .hasValueSatisfying(
                                    text -> assertThat(text.toString()).contains("8 slashes"));
                });
    }

    @Test
    void ninthFilterIsOverTheQuotaAndSoIsTheFiftyFirstSubscription() {
        Mqtt5BlockingClient app = test.connect5("app");
        for (int packet = 0; packet < 7; packet++) {
            subscribeMany(app, packet, 7);
        }

        assertThatThrownBy(() -> subscribeMany(app, 7, 9))
                .isInstanceOfSatisfying(
                        Mqtt5SubAckException.class,
                        answer -> assertThat(answer.getMqttMessage().getReasonCodes())
                                .containsExactly(
                                        Mqtt5SubAckReasonCode.GRANTED_QOS_0,
                                        Mqtt5SubAckReasonCode.QUOTA_EXCEEDED,
                                        Mqtt5SubAckReasonCode.QUOTA_EXCEEDED,
                                        Mqtt5SubAckReasonCode.QUOTA_EXCEEDED,
                                        Mqtt5SubAckReasonCode.QUOTA_EXCEEDED,
                                        Mqtt5SubAckReasonCode.QUOTA_EXCEEDED,
                                        Mqtt5SubAckReasonCode.QUOTA_EXCEEDED,
                                        Mqtt5SubAckReasonCode.QUOTA_EXCEEDED,
                                        Mqtt5SubAckReasonCode.QUOTA_EXCEEDED));
    }

    private static void subscribeMany(Mqtt5BlockingClient app, int packet, int filters) {
        var subscribe = app.subscribeWith()
                .addSubscription()
                .topicFilter(packet + "/0")
                .qos(MqttQos.AT_MOST_ONCE)
                .applySubscription();
        for (int i = 1; i < filters; i++) {
            subscribe = subscribe
                    .addSubscription()
                    .topicFilter(packet + "/" + i)
                    .qos(MqttQos.AT_MOST_ONCE)
                    .applySubscription();
        }
        subscribe.send();
    }

    @Test
    void unsubAckTellsWhetherThereWasASubscription() {
        Mqtt5BlockingClient app = test.connect5("app");
        app.subscribeWith().topicFilter("a").qos(MqttQos.AT_LEAST_ONCE).send();

        List<Mqtt5UnsubAckReasonCode> codes = app.unsubscribeWith()
                .topicFilter("a")
                .addTopicFilter("b")
                .send()
                .getReasonCodes();

        assertThat(codes)
                .containsExactly(Mqtt5UnsubAckReasonCode.SUCCESS, Mqtt5UnsubAckReasonCode.NO_SUBSCRIPTIONS_EXISTED);
    }

    @Test
    void unsubAckTellsWhichFilterIsNone() {
        Mqtt5BlockingClient app = test.connect5("app");
        app.subscribeWith().topicFilter("a").qos(MqttQos.AT_LEAST_ONCE).send();

        assertThatThrownBy(() -> app.unsubscribeWith()
                        .topicFilter("1/2/3/4/5/6/7/8/9")
                        .addTopicFilter("a")
                        .send())
                .isInstanceOfSatisfying(
                        Mqtt5UnsubAckException.class,
                        answer -> assertThat(answer.getMqttMessage().getReasonCodes())
                                .containsExactly(
                                        Mqtt5UnsubAckReasonCode.TOPIC_FILTER_INVALID, Mqtt5UnsubAckReasonCode.SUCCESS));
    }
}
