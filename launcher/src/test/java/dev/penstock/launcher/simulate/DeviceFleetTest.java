package dev.penstock.launcher.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.broker.BrokerSettings;
import dev.penstock.broker.Brokers;
import dev.penstock.broker.MessageBroker;
import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.SystemTime;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Devices against our own broker, on real sockets. */
class DeviceFleetTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final SystemTime time = new SystemTime();
    private final Collection<PublishedMessage> messages = new ConcurrentLinkedQueue<>();
    private final Map<String, CompletableFuture<Void>> held = new ConcurrentHashMap<>();
    private final MessageBroker broker = Brokers.local(new BrokerSettings("127.0.0.1", 0), time);
    private volatile boolean holding;

    @BeforeEach
    void startBroker() {
        broker.onPublish(this::accept);
        broker.start();
    }

    @AfterEach
    void closeBroker() {
        broker.close();
        time.close();
    }

    @Test
    void everyMessageOfManyDevicesIsAcknowledgedOnce() {
        FleetSettings settings = settings(200).withRate(0).withMaxInFlight(2).withMessagesPerDevice(10);

        try (DeviceFleet fleet = fleet(settings, FleetListener.NONE)) {
            fleet.start();
            await().atMost(LIMIT)
                    .until(() -> fleet.finished().toCompletableFuture().isDone());
            fleet.stop(LIMIT).toCompletableFuture().join();

            assertThat(fleet.counters()).isEqualTo(new FleetCounters(0, 2_000, 2_000, 0, 0));
        }
        assertThat(messages.stream().collect(Collectors.groupingBy(PublishedMessage::topic, Collectors.counting())))
                .hasSize(200)
                .containsEntry("sensors/device-200", 10L)
                .allSatisfy((topic, count) -> assertThat(count).isEqualTo(10));
    }

    @Test
    void heldAcknowledgementsStopTheFleet() {
        holding = true;

        try (DeviceFleet fleet = fleet(settings(5).withRate(0), FleetListener.NONE)) {
            fleet.start();
            await().atMost(LIMIT).until(() -> messages.size() == 5);
            FleetCounters whileHeld = fleet.counters();
            holding = false;
            held.values().forEach(message -> message.complete(null));
            await().atMost(LIMIT).until(() -> fleet.counters().acknowledged() > 20);

            assertThat(whileHeld).isEqualTo(new FleetCounters(5, 5, 0, 0, 0));
        }
    }

    @Test
    void modeBothHearsWhatItPublishes() {
        AtomicInteger heard = new AtomicInteger();
        FleetListener listener = new FleetListener() {
            @Override
            public void received(String deviceId, String topic, Bytes payload) {
                if (topic.equals("sensors/" + deviceId) && payload.utf8().contains("\"deviceId\":\"" + deviceId)) {
                    heard.incrementAndGet();
                }
            }
        };

        try (DeviceFleet fleet =
                fleet(settings(2).withMode(FleetSettings.Mode.BOTH).withRate(0).withMessagesPerDevice(3), listener)) {
            fleet.start();

            await().atMost(LIMIT).untilAsserted(() -> {
                assertThat(heard).hasValue(6);
                assertThat(fleet.counters().received()).isEqualTo(6);
            });
        }
    }

    @Test
    void messageThatTheBrokerGaveUpIsSentAgainAfterReconnect() {
        holding = true;

        try (DeviceFleet fleet = fleet(settings(1).withRate(0).withMessagesPerDevice(1), FleetListener.NONE)) {
            fleet.start();
            await().atMost(LIMIT).until(() -> messages.size() == 1);
            holding = false;
            held.values().forEach(message -> message.completeExceptionally(new IllegalStateException("rules failed")));
            await().atMost(LIMIT)
                    .until(() -> fleet.finished().toCompletableFuture().isDone());

            assertThat(fleet.counters().published()).isEqualTo(1);
            assertThat(fleet.counters().acknowledged()).isEqualTo(1);
            assertThat(fleet.counters().failed()).isEqualTo(1);
        }
        assertThat(messages)
                .hasSize(2)
                .extracting(PublishedMessage::payload)
                .allMatch(messages.iterator().next().payload()::equals);
    }

    private CompletionStage<Void> accept(PublishedMessage message) {
        CompletionStage<Void> accepted = holding
                ? held.computeIfAbsent(message.id(), id -> new CompletableFuture<>())
                : CompletableFuture.completedFuture(null);
        messages.add(message); // last: who sees it here may accept it
        return accepted;
    }

    private FleetSettings settings(int devices) {
        return FleetSettings.of(BrokerAddress.plain("127.0.0.1", broker.mqttPort()), devices);
    }

    private DeviceFleet fleet(FleetSettings settings, FleetListener listener) {
        return new DeviceFleet(settings, SimulatedEvents.builtIn(), time, listener);
    }
}
