package dev.penstock.broker.devicesdk;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import software.amazon.awssdk.crt.mqtt.MqttMessage;
import software.amazon.awssdk.crt.mqtt5.packets.PublishPacket;

/** What a device got so far, as {@code topic=payload}. */
final class Received {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    void add(MqttMessage message) {
        add(message.getTopic(), message.getPayload());
    }

    void add(PublishPacket packet) {
        add(packet.getTopic(), packet.getPayload());
    }

    private void add(String topic, byte[] payload) {
        lines.add(topic + "=" + new String(payload, StandardCharsets.UTF_8));
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    void awaitLine(String line) {
        Awaitility.await(line).atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> lines.contains(line));
    }
}
