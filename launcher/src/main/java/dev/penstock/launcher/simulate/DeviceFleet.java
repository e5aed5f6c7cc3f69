package dev.penstock.launcher.simulate;

import dev.penstock.platform.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many simulated devices on a few threads. {@link #start} returns at once, devices connect in the background; watch
 * {@link #counters}. Every device publishes with QoS 1 and never has more unacknowledged messages than the settings allow:
 * back-pressure of the pipeline slows the whole fleet.
 */
public final class DeviceFleet implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DeviceFleet.class);

    private static final int CONNECTING_AT_ONCE = 64;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_SPREAD = Duration.ofSeconds(10);

    private final FleetSettings settings;
    private final FleetMeter meter = new FleetMeter();
    private final Time time;
    private final List<Device> devices;

    /**
     * @param listener sees what every device does
     * @throws dev.penstock.platform.lifecycle.StartException when a certificate or key cannot be used
     */
    public DeviceFleet(FleetSettings settings, SimulatedEvents events, Time time, FleetListener listener) {
        this(settings, events, time, listener, MqttConnections.to(settings.broker()));
    }

    DeviceFleet(
            FleetSettings settings,
            SimulatedEvents events,
            Time time,
            FleetListener listener,
            DeviceConnection.Factory connections) {
        this.settings = settings;
        this.time = time;
        Device.Fleet shared =
                new Device.Fleet(settings, events, time, listener, meter, new ConnectGate(CONNECTING_AT_ONCE));
        devices = settings.deviceIds().stream()
                .map(id -> new Device(id, shared, connections))
                .toList();
    }

    /** Lets all devices connect and begin. */
    public void start() {
        Duration spread = spread();
        IntStream.range(0, devices.size())
                .forEach(index ->
                        devices.get(index).start(spread.multipliedBy(index).dividedBy(devices.size())));
    }

    /** Devices begin at different moments of their interval. */
    private Duration spread() {
        if (settings.rate() == 0) {
            return Duration.ZERO;
        }
        Duration interval = Duration.ofMillis((long) (1000 / settings.rate()));
        return interval.compareTo(LONGEST_SPREAD) > 0 ? LONGEST_SPREAD : interval;
    }

    /** What was published, acknowledged and received so far. */
    public FleetCounters counters() {
        return meter.read();
    }

    /** Completes when every device has sent its messages and has them acknowledged; never without a limit. */
    public CompletionStage<Void> finished() {
        return CompletableFuture.allOf(devices.stream()
                .map(device -> device.finished().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /**
     * Ends publishing and completes when every message is acknowledged and every device has disconnected.
     *
     * @param limit how long to wait for acknowledgements; what is missing then stays published but not acknowledged
     */
    public CompletionStage<Void> stop(Duration limit) {
        Time.Timer timeout = time.schedule(limit, () -> devices.forEach(Device::abort));
        CompletableFuture<Void> closed = CompletableFuture.allOf(devices.stream()
                .map(device -> device.stop().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
        return closed.whenComplete((done, failure) -> timeout.cancel());
    }

    /** Gives up on what is not acknowledged and disconnects. Use {@link #stop} first to lose nothing. */
    @Override
    public void close() {
        devices.forEach(Device::abort);
        CompletableFuture<Void> closed = stop(CLOSE_LIMIT).toCompletableFuture();
        try {
            closed.get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            log.warn("{} devices did not disconnect in {}", devices.size(), CLOSE_LIMIT);
        }
    }
}
