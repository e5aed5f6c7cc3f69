package dev.penstock.launcher.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.time.TestTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceTest {
    private static final FleetSettings SETTINGS = new FleetSettings(
            BrokerAddress.plain("localhost", 1), List.of("d1"), "c-", "sensors", FleetSettings.Mode.PUBLISH, 2, 1, 0);

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final FakeNetwork network = new FakeNetwork();

    @TempDir
    private Path folder;

    private SimulatedEvents events = SimulatedEvents.builtIn();

    @BeforeEach
    void readEvents() throws IOException {
        events = SimulatedEvents.read(
                Files.writeString(folder.resolve("e.json"), "[{\"n\": 0}, {\"n\": 1}, {\"n\": 2}, {\"n\": 3}]"));
    }

    @Test
    void messagesGoOutAtTheRateWhenAcknowledged() {
        DeviceFleet fleet = start(SETTINGS);

        for (int i = 0; i < 3; i++) {
            time.advance(Duration.ofMillis(500));
            network.acknowledge();
        }

        assertThat(network.calls).startsWith("client c-d1", "connect").hasSize(2 + 4);
        assertThat(fleet.counters()).isEqualTo(new FleetCounters(1, 4, 3, 0, 0));
    }

    @Test
    void unacknowledgedMessageHoldsTheNextBackWithoutABurstLater() {
        DeviceFleet fleet = start(SETTINGS);

        time.advance(Duration.ofSeconds(10));
        assertThat(fleet.counters().published()).isEqualTo(1);
        network.acknowledge();
        network.acknowledge();

        assertThat(fleet.counters()).isEqualTo(new FleetCounters(1, 2, 2, 0, 0));
    }

    @Test
    void rateZeroSendsAsFastAsAcknowledged() {
        DeviceFleet fleet = start(SETTINGS.withRate(0).withMaxInFlight(3));

        network.acknowledge();
        network.acknowledge();

        assertThat(fleet.counters()).isEqualTo(new FleetCounters(1, 5, 2, 0, 0));
    }

    @Test
    void unacknowledgedMessagesAreSentAgainInOrderAfterReconnect() {
        DeviceFleet fleet = start(SETTINGS.withRate(0).withMaxInFlight(2));
        network.acknowledge();

        network.lose();
        network.calls.clear();
        time.advance(Duration.ofSeconds(1));

        assertThat(network.calls)
                .containsExactly(
                        "connect", "publish {\"n\":1,\"deviceId\":\"d1\"}", "publish {\"n\":2,\"deviceId\":\"d1\"}");
        assertThat(fleet.counters()).isEqualTo(new FleetCounters(1, 3, 1, 0, 2));
    }

    @Test
    void refusedConnectionIsTriedAgainAfterOneTwoFourSeconds() {
        network.refuse(true);
        start(SETTINGS);

        time.advance(Duration.ofMillis(6_999));
        long before = network.count("connect");
        network.refuse(false);
        time.advance(Duration.ofMillis(1));

        assertThat(before).isEqualTo(3);
        assertThat(network.count("connect")).isEqualTo(4);
        assertThat(network.calls).last().asString().startsWith("publish");
    }

    @Test
    void modeBothSubscribesToItsOwnTopicBeforeItPublishes() {
        start(SETTINGS.withMode(FleetSettings.Mode.BOTH));

        assertThat(network.calls.subList(1, 3)).containsExactly("connect", "subscribe sensors/d1");
        assertThat(network.calls.get(3)).startsWith("publish");
    }

    @Test
    void modeSubscribeNeverPublishes() {
        start(SETTINGS.withMode(FleetSettings.Mode.SUBSCRIBE));

        time.advance(Duration.ofSeconds(10));

        assertThat(network.calls).containsExactly("client c-d1", "connect", "subscribe sensors/d1");
    }

    @Test
    void limitedRunIsFinishedWithItsLastAcknowledgement() {
        DeviceFleet fleet = start(SETTINGS.withRate(0).withMessagesPerDevice(2));
        network.acknowledge();
        boolean early = fleet.finished().toCompletableFuture().isDone();

        network.acknowledge();

        assertThat(early).isFalse();
        assertThat(fleet.finished().toCompletableFuture()).isDone();
        assertThat(fleet.counters().published()).isEqualTo(2);
    }

    @Test
    void stopWaitsForTheAcknowledgementThenDisconnects() {
        DeviceFleet fleet = start(SETTINGS);

        var stopped = fleet.stop(Duration.ofSeconds(5)).toCompletableFuture();
        boolean early = stopped.isDone();
        network.acknowledge();

        assertThat(early).isFalse();
        assertThat(stopped).isDone();
        assertThat(network.calls).endsWith("disconnect");
        assertThat(fleet.counters()).isEqualTo(new FleetCounters(0, 1, 1, 0, 0));
    }

    @Test
    void stopGivesUpAfterItsLimit() {
        DeviceFleet fleet = start(SETTINGS);

        var stopped = fleet.stop(Duration.ofSeconds(5)).toCompletableFuture();
        time.advance(Duration.ofSeconds(5));

        assertThat(stopped).isDone();
        assertThat(fleet.counters()).isEqualTo(new FleetCounters(0, 1, 0, 0, 0));
    }

    private DeviceFleet start(FleetSettings settings) {
        DeviceFleet fleet = new DeviceFleet(settings, events, time, FleetListener.NONE, network);
        fleet.start();
        time.advance(Duration.ZERO);
        return fleet;
    }
}
