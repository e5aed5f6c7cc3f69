package dev.penstock.broker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.broker.MessageProperties;
import dev.penstock.broker.MessageProperties.UserProperty;
import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxTest {
    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final EmbeddedChannel channel = new EmbeddedChannel();

    private static SessionTerms terms(boolean isMqtt5, int receiveMaximum) {
        return new SessionTerms(
                "app", isMqtt5, false, Duration.ofHours(1), 60, receiveMaximum, Long.MAX_VALUE, topic -> true);
    }

    private Outbox outbox(int receiveMaximum) {
        Outbox outbox = new Outbox(time, terms(true, receiveMaximum), () -> true);
        outbox.bind(channel, terms(true, receiveMaximum));
        return outbox;
    }

    private PublishedMessage message(String payload, MessageProperties properties) {
        return new PublishedMessage("1", "a", Bytes.utf8(payload), 1, false, "device", time.now(), "", "", properties);
    }

    private Delivery delivery(int number) {
        return new Delivery(message(Integer.toString(number), MessageProperties.EMPTY), 1, false);
    }

    private List<MqttPublishMessage> sent() {
        channel.runPendingTasks();
        List<MqttPublishMessage> all = new ArrayList<>();
        for (MqttPublishMessage one = channel.readOutbound(); one != null; one = channel.readOutbound()) {
            all.add(one);
        }
        return all;
    }

    private static List<String> texts(List<MqttPublishMessage> sent) {
        return sent.stream()
                .map(packet -> packet.payload().toString(StandardCharsets.UTF_8))
                .toList();
    }

    /** A payload of one byte may have 140 KiB of user properties. */
    @Test
    void propertiesCountInTheBoundOfBytes() {
        Outbox outbox = new Outbox(time, terms(true, 100), () -> false);
        MessageProperties large = new MessageProperties(
                null, null, null, false, List.of(new MessageProperties.UserProperty("k", "v".repeat(100_000))));
        IntStream.range(0, 1_000)
                .forEach(i -> outbox.deliver(new Delivery(message("x", large), 1, false, "$share/g/a")));

        assertThat(outbox.clear())
                .hasSize((int) (Outbox.MAX_BYTES / message("x", large).weight()));
    }

    @Test
    void messagesThatHaveExpiredMakeRoom() {
        Outbox outbox = new Outbox(time, terms(true, 100), () -> false);
        MessageProperties brief = new MessageProperties(null, null, null, false, List.of(), Duration.ofSeconds(60));
        IntStream.range(0, Outbox.MAX_MESSAGES + 1)
                .forEach(i -> outbox.deliver(new Delivery(message("old", brief), 1, false, "$share/g/a")));

        time.advance(Duration.ofSeconds(60));
        outbox.deliver(new Delivery(message("new", brief), 1, false, "$share/g/a"));

        assertThat(outbox.clear())
                .singleElement()
                .satisfies(kept -> assertThat(kept.message().payload().utf8()).isEqualTo("new"));
    }

    @ParameterizedTest(name = "receive maximum {0}")
    @ValueSource(ints = {1, 100, 65_535})
    void windowIsTheSmallerOfOursAndTheClients(int receiveMaximum) {
        Outbox outbox = outbox(receiveMaximum);

        IntStream.range(0, 150).mapToObj(this::delivery).forEach(outbox::deliver);

        assertThat(sent()).hasSize(Math.min(100, receiveMaximum));
    }

    @Test
    void acknowledgementLetsTheNextOneGo() {
        Outbox outbox = outbox(1);
        outbox.deliver(delivery(1));
        outbox.deliver(delivery(2));
        MqttPublishMessage first = sent().get(0);

        outbox.acknowledged(first.variableHeader().packetId());
        outbox.acknowledged(4_711);

        assertThat(texts(sent())).containsExactly("2");
    }

    @Test
    void unacknowledgedMessagesComeFirstAfterAReturnWithNewIdsAndWithoutDup() {
        Outbox outbox = outbox(2);
        IntStream.rangeClosed(1, 3).mapToObj(this::delivery).forEach(outbox::deliver);
        List<MqttPublishMessage> before = sent();

        outbox.unbind();
        outbox.deliver(delivery(4));
        outbox.bind(channel, terms(true, 100));
        outbox.resume();

        List<MqttPublishMessage> after = sent();
        assertThat(texts(after)).containsExactly("1", "2", "3", "4");
        assertThat(after).noneMatch(packet -> packet.fixedHeader().isDup());
        assertThat(after)
                .extracting(packet -> packet.variableHeader().packetId())
                .doesNotContainAnyElementsOf(before.stream()
                        .map(packet -> packet.variableHeader().packetId())
                        .toList());
    }

    @Test
    void packetIdsGoRoundWithoutMeetingThoseInFlight() {
        Outbox outbox = outbox(2);
        outbox.deliver(delivery(0));
        int kept = sent().get(0).variableHeader().packetId();

        for (int i = 0; i < 70_000; i++) {
            outbox.deliver(delivery(i));
            int id = sent().get(0).variableHeader().packetId();
            assertThat(id).isNotEqualTo(kept).isBetween(1, 65_535);
            outbox.acknowledged(id);
        }
    }

    @Test
    void endTellsOnlyWhatCameThroughGroups() {
        Outbox outbox = outbox(1);
        Delivery shared = new Delivery(message("s", MessageProperties.EMPTY), 1, false, "$share/g/a");
        outbox.deliver(shared);
        outbox.deliver(delivery(1));
        outbox.deliver(shared);

        assertThat(outbox.clear()).containsExactly(shared, shared);
        assertThat(outbox.clear()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 20_000})
    void lengthIsThatOfTheEncodedPacket(int bytes) {
        MessageProperties properties = new MessageProperties(
                "text/ä",
                "answers/1",
                Bytes.utf8("c"),
                true,
                List.of(new UserProperty("k", "v"), new UserProperty("ü", "")),
                Duration.ofSeconds(5));
        EmbeddedChannel encoder = new EmbeddedChannel(MqttEncoder.INSTANCE);
        MqttConnectMessage connect = MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId("x")
                .build();
        encoder.writeOutbound(connect);
        encoder.releaseOutbound();

        for (int qos = 0; qos <= 1; qos++) {
            for (MessageProperties given : List.of(properties, MessageProperties.EMPTY)) {
                Delivery delivery = new Delivery(message("x".repeat(bytes), given), qos, false);
                encoder.writeOutbound(OutboundPublish.of(delivery, 1, true, Instant.parse("2026-01-01T00:00:00Z")));
                assertThat(OutboundPublish.bytes(delivery)).isEqualTo(encoded(encoder));
            }
        }
    }

    private static long encoded(EmbeddedChannel encoder) {
        long bytes = 0;
        for (ByteBuf part = encoder.readOutbound(); part != null; part = encoder.readOutbound()) {
            bytes += part.readableBytes();
            part.release();
        }
        return bytes;
    }
}
