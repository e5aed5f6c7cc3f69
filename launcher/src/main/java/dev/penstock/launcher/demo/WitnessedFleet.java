package dev.penstock.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.launcher.simulate.DeviceFleet;
import dev.penstock.launcher.simulate.FleetCounters;
import dev.penstock.launcher.simulate.FleetListener;
import dev.penstock.launcher.simulate.FleetSettings;
import dev.penstock.launcher.simulate.SimulatedEvents;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/** A fleet that also counts which of its acknowledged events were hot, independently of the pipeline. */
public final class WitnessedFleet implements Devices {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final LongAdder hot = new LongAdder();
    private final double threshold;
    private final DeviceFleet fleet;

    private WitnessedFleet(FleetSettings settings, SimulatedEvents events, Time time, double threshold) {
        this.threshold = threshold;
        fleet = new DeviceFleet(settings, events, time, new FleetListener() {
            @Override
            public void acknowledged(String deviceId, String topic, Bytes payload) {
                if (isHot(payload)) {
                    hot.increment();
                }
            }
        });
    }

    /** @param threshold an event with a temperature above it is hot */
    public static WitnessedFleet start(FleetSettings settings, SimulatedEvents events, Time time, double threshold) {
        WitnessedFleet fleet = new WitnessedFleet(settings, events, time, threshold);
        fleet.fleet.start();
        return fleet;
    }

    @Override
    public long published() {
        return fleet.counters().published();
    }

    @Override
    public BalanceSheet.Witness witness() {
        FleetCounters counters = fleet.counters();
        return new BalanceSheet.Witness(counters.published(), counters.acknowledged(), hot.sum());
    }

    @Override
    public void close() {
        try {
            fleet.stop(STOP_LIMIT).toCompletableFuture().get(2 * STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            // what is not acknowledged shows in the balance; nothing more can be done for it here
        } finally {
            fleet.close();
        }
    }

    private boolean isHot(Bytes payload) {
        try {
            JsonNode temperature = Json.MAPPER.readTree(payload.shared()).path("temperature");
            return temperature.isNumber() && temperature.doubleValue() > threshold;
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }
}
