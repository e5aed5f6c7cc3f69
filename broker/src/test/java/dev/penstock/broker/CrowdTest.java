package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many subscriptions, and sessions that change their connections all the time. */
class CrowdTest {
    private static final int CLIENTS = 2_000;
    private static final int PACKETS = 10;
    private static final int FILTERS = 5;

    private final TestBroker test = new TestBroker();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void hundredThousandSubscriptionsEachFindTheirMessages() {
        List<RawClient> crowd = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            RawClient member = test.rawConnected("c" + client);
            crowd.add(member);
            member.send(subscribes(client));
        }
        for (RawClient member : crowd) {
            for (int packet = 0; packet < PACKETS; packet++) {
                member.receive(MqttMessageType.SUBACK);
            }
        }
        RawClient device = test.rawConnected("device");

        device.send(RawClient.publishPacket(1, "c/1234/7/3", "one"), RawClient.publishPacket(2, "all", "everybody"));

        assertThat(device.receivePubAcks(2)).containsExactly(1, 2);
        assertThat(RawClient.text(crowd.get(1234).receivePublish())).isEqualTo("one");
        assertThat(crowd)
                .allMatch(member -> RawClient.text(member.receivePublish()).equals("everybody"));

        crowd.forEach(RawClient::close);
        TestBroker.await("their end")
                .atMost(1, TimeUnit.MINUTES)
                .until(() -> test.broker.counters().connections() == 1);
        device.send(RawClient.publishPacket(3, "c/1234/7/3", "nobody"));
        assertThat(device.receivePubAcks(1)).containsExactly(3);
    }

    /** 50 filters, which is what a connection may have: its own, one with a wildcard, and one that everybody has. */
    private static MqttMessage[] subscribes(int client) {
        MqttMessage[] packets = new MqttMessage[PACKETS];
        for (int packet = 0; packet < PACKETS; packet++) {
            MqttMessageBuilders.SubscribeBuilder builder =
                    MqttMessageBuilders.subscribe().messageId(packet + 1);
            for (int filter = 0; filter < FILTERS; filter++) {
                String text = "c/%d/%d/%d".formatted(client, packet, filter);
                boolean isLast = packet == PACKETS - 1;
                builder.addSubscription(
                        MqttQoS.AT_LEAST_ONCE,
                        isLast && filter == 0 ? "all" : isLast && filter == 1 ? "w/%d/+".formatted(client) : text);
            }
            packets[packet] = builder.build();
        }
        return packets;
    }

    @Test
    void nothingIsLostWhileConnectionsFightForASession() {
        int count = 300;
        RawClient first = test.raw();
        first.connect("app", false);
        first.subscribe("a", MqttQoS.AT_LEAST_ONCE);
        RawClient device = test.rawConnected("device");
        Set<String> seen = new HashSet<>();

        for (int i = 1; i <= count; i++) {
            device.send(RawClient.publishPacket(i, "a", "m" + i));
            if (i % 10 == 0) {
                RawClient next = test.raw();
                next.connect("app", false);
                seen.add(RawClient.text(next.receivePublish())); // not acknowledged: it comes again
            }
        }
        device.receivePubAcks(count);
        RawClient last = test.raw();
        last.connect("app", false);
        List<String> inOrder = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var publish = last.receivePublish();
            last.send(RawClient.pubAck(publish.variableHeader().packetId()));
            inOrder.add(RawClient.text(publish));
        }

        assertThat(inOrder).hasSize(count).doesNotHaveDuplicates().containsAll(seen);
        assertThat(inOrder).isSortedAccordingTo((one, other) -> Integer.compare(number(one), number(other)));
        await("one connection each").until(() -> test.broker.counters().connections() == 2);
    }

    private static int number(String text) {
        return Integer.parseInt(text.substring(1));
    }
}
