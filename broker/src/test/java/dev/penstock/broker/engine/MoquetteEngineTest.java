package dev.penstock.broker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoquetteEngineTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a/#, a, false",
                "a/#, a/, true",
                "a/+/#, a/b, false",
                "a/+/#, a/b/c, true",
                "#, a, true",
                "#, $aws/events/x, false",
                "+/events/#, $aws/events/x, false",
                "$aws/#, $aws/events/x, true",
                "a/b, a/b, true"
            })
    void narrowsMqttMatchingToThatOfAws(String filter, String topic, boolean delivers) {
        assertThat(MoquetteEngine.delivers(filter, topic)).isEqualTo(delivers);
    }

    @Test
    void lossOfAConnectionDoesNotEndTheNextOneOfItsSession() {
        TestTime time = TestTime.at("2026-01-01T00:00:00Z");
        try (MoquetteEngine engine = new MoquetteEngine(time, topic -> Optional.empty())) {
            EmbeddedChannel device = new EmbeddedChannel();
            EngineConnection lost = connected(engine, new EmbeddedChannel());
            EngineConnection next = connected(engine, device);
            MqttSubscriptionOption option = MqttSubscriptionOption.onlyFromQos(MqttQoS.AT_LEAST_ONCE);
            next.subscribe(List.of(new Interest("a", option)), MqttMessage.PINGRESP);

            lost.closed();

            await("delivery").atMost(LIMIT).until(() -> {
                engine.route(new PublishedMessage("1", "a", Bytes.utf8("x"), 1, false, "other", time.now()))
                        .toCompletableFuture()
                        .join();
                device.runPendingTasks();
                return device.outboundMessages().stream().anyMatch(MqttPublishMessage.class::isInstance);
            });
            time.advance(Duration.ofHours(2));
            assertThat(engine.hasSession("app")).isTrue();
        }
    }

    private static EngineConnection connected(MoquetteEngine engine, EmbeddedChannel channel) {
        EngineConnection connection = engine.attach(channel);
        connection.connect(new SessionTerms(
                "app", false, false, Duration.ofHours(1), 60, Outbox.WINDOW, Long.MAX_VALUE, topic -> true));
        await("CONNACK").atMost(LIMIT).until(() -> {
            channel.runPendingTasks();
            return connection.isConnected();
        });
        return connection;
    }
}
