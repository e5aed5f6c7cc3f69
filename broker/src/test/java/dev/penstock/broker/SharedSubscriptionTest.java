package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedSubscriptionTest {
    private final TestBroker test = new TestBroker();
    private final Mqtt3BlockingClient device = test.connect("device");

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void eachMessageGoesToOneMemberAndBothGetSome() {
        Queue<Mqtt3Publish> old = TestBroker.collect(test.connect("old"), "$share/g/a/+", MqttQos.AT_LEAST_ONCE);
        Queue<Mqtt5Publish> modern = Mqtt5Test.collect(test.connect5("modern"), "$share/g/a/+");
        List<String> sent = IntStream.range(0, 100).mapToObj(Integer::toString).toList();

        sent.forEach(payload -> TestBroker.publish(device, "a/b", payload));

        await("all messages").until(() -> old.size() + modern.size() == 100);
        List<String> arrived = new ArrayList<>(TestBroker.texts(old));
        arrived.addAll(Mqtt5Test.texts(modern));
        assertThat(arrived).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(old).isNotEmpty();
        assertThat(modern).isNotEmpty();
    }

    @Test
    void eachGroupAndThePlainSubscriptionGetACopy() {
        Mqtt3BlockingClient app = test.connect("app");
        Queue<Mqtt3Publish> arrived = TestBroker.collect(app, "$share/one/a", MqttQos.AT_LEAST_ONCE);
        Queue<Mqtt3Publish> other = TestBroker.collect(test.connect("other"), "$share/two/a", MqttQos.AT_LEAST_ONCE);
        Queue<Mqtt3Publish> wild = TestBroker.collect(test.connect("wild"), "$share/one/#", MqttQos.AT_LEAST_ONCE);
        Queue<Mqtt3Publish> plain = TestBroker.collect(test.connect("plain"), "a", MqttQos.AT_LEAST_ONCE);

        TestBroker.publish(device, "a", "x");

        await("copies").until(() -> arrived.size() + other.size() + wild.size() + plain.size() == 4);
        assertThat(List.of(arrived.size(), other.size(), wild.size(), plain.size()))
                .containsOnly(1);
    }

    @Test
    void persistentMemberThatIsAwayGetsMessagesOnItsReturn() {
        subscribeAndLeave("away");

        TestBroker.publish(device, "a", "kept");
        RawClient back = test.raw();
        back.connect("away", false);

        assertThat(RawClient.text(back.receivePublish())).isEqualTo("kept");
    }

    @Test
    void memberThatIsThereIsPreferred() {
        subscribeAndLeave("away");
        Queue<Mqtt3Publish> there = TestBroker.collect(test.connect("there"), "$share/g/a", MqttQos.AT_LEAST_ONCE);

        IntStream.range(0, 20).forEach(i -> TestBroker.publish(device, "a", "m" + i));

        await("all messages").until(() -> there.size() == 20);
    }

    @Test
    void messagesOfAMemberThatLeavesGoToTheOthers() {
        RawClient leaving = test.rawConnected("leaving");
        leaving.subscribe("$share/g/a", MqttQoS.AT_LEAST_ONCE);
        TestBroker.publish(device, "a", "unacknowledged");
        MqttPublishMessage seen = leaving.receivePublish();
        Queue<Mqtt3Publish> other = TestBroker.collect(test.connect("other"), "$share/g/a", MqttQos.AT_LEAST_ONCE);

        leaving.close();

        await("the message").until(() -> other.size() == 1);
        assertThat(TestBroker.texts(other)).containsExactly(RawClient.text(seen));
    }

    @Test
    void messageOfAMemberThatLeavesComesWithTheQosOfWhoGetsIt() {
        RawClient leaving = test.rawConnected("leaving");
        leaving.subscribe("$share/g/a", MqttQoS.AT_LEAST_ONCE);
        TestBroker.publish(device, "a", "unacknowledged");
        leaving.receivePublish();
        Queue<Mqtt3Publish> other = TestBroker.collect(test.connect("other"), "$share/g/a", MqttQos.AT_MOST_ONCE);

        leaving.close();

        await("the message").until(() -> other.size() == 1);
        assertThat(other).extracting(Mqtt3Publish::getQos).containsExactly(MqttQos.AT_MOST_ONCE);
    }

    @Test
    void groupEndsWithItsLastMember() {
        RawClient only = test.rawConnected("only");
        only.subscribe("$share/g/a", MqttQoS.AT_LEAST_ONCE);
        only.close();
        await("its end").until(() -> test.broker.counters().connections() == 1);

        TestBroker.publish(device, "a", "lost");
        Queue<Mqtt3Publish> next = TestBroker.collect(test.connect("next"), "$share/g/a", MqttQos.AT_LEAST_ONCE);
        TestBroker.publish(device, "a", "seen");

        await("delivery").until(() -> next.size() == 1);
        assertThat(TestBroker.texts(next)).containsExactly("seen");
    }

    @Test
    void retainedMessagesAreNotSentToAGroup() {
        device.publishWith()
                .topic("a")
                .qos(MqttQos.AT_LEAST_ONCE) // retained, and routed, when this returns
                .retain(true)
                .payload(new byte[] {'r'})
                .send();
        Queue<Mqtt3Publish> member = TestBroker.collect(test.connect("member"), "$share/g/a", MqttQos.AT_LEAST_ONCE);

        TestBroker.publish(device, "a", "live");

        await("delivery").until(() -> !member.isEmpty());
        assertThat(TestBroker.texts(member)).containsExactly("live");
    }

    @Test
    void messageWithTheRetainFlagIsOneLikeOthers() {
        RawClient member = test.rawConnected("member");
        member.subscribe("$share/g/a", MqttQoS.AT_LEAST_ONCE);

        device.publishWith()
                .topic("a")
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(true)
                .payload(new byte[] {'x'})
                .send();

        MqttPublishMessage arrived = member.receivePublish();
        assertThat(RawClient.text(arrived)).isEqualTo("x");
        assertThat(arrived.fixedHeader().isRetain()).isFalse();
    }

    @Test
    void qos0IsNotKeptForAMemberThatIsAway() {
        subscribeAndLeave("away");

        device.publishWith()
                .topic("a")
                .qos(MqttQos.AT_MOST_ONCE)
                .payload(new byte[] {'0'})
                .send();
        TestBroker.publish(device, "a", "kept");
        RawClient back = test.raw();
        back.connect("away", false);

        assertThat(RawClient.text(back.receivePublish())).isEqualTo("kept");
    }

    private void subscribeAndLeave(String id) {
        RawClient away = test.raw();
        away.connect(id, false);
        away.subscribe("$share/g/a", MqttQoS.AT_LEAST_ONCE);
        away.send(MqttMessage.DISCONNECT);
        assertThat(away.isClosedByBroker()).isTrue();
        await("its end").until(() -> test.broker.counters().connections() == 1);
    }
}
