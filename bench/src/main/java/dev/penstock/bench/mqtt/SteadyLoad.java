package dev.penstock.bench.mqtt;

import dev.penstock.bench.load.Latencies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Publishes at a steady rate and takes the time of each message from when it was due until a subscriber has it. Both
 * live on one loop: whatever waits for its turn there counts as the broker's.
 */
final class SteadyLoad implements DeviceEvents {
    private static final int LIMIT_SECONDS = 30;
    private static final int PUBLISHERS = 20;

    private final Devices devices;
    private final int perSecond;
    private final List<Device> publishers = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final long[] nanos;
    private final int unmeasured;
    private long start;
    private int sent;
    private int arrived;
    private int waiting = PUBLISHERS + 1;

    private SteadyLoad(Devices devices, int perSecond, int warmUpSeconds, int seconds) {
        this.devices = devices;
        this.perSecond = perSecond;
        this.unmeasured = perSecond * warmUpSeconds;
        this.nanos = new long[unmeasured + perSecond * seconds];
    }

    static Latencies run(Devices devices, int port, int perSecond, int warmUpSeconds, int seconds) throws Exception {
        SteadyLoad load = new SteadyLoad(devices, perSecond, warmUpSeconds, seconds);
        Device subscriber = devices.call(() -> load.connect(port));
        load.ready.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        devices.loop().execute(load::begin);
        load.done.get(warmUpSeconds + seconds + LIMIT_SECONDS, TimeUnit.SECONDS);
        devices.call(() -> {
            load.publishers.forEach(Device::drop);
            subscriber.drop();
            return true;
        });
        return new Latencies(Arrays.copyOfRange(load.nanos, load.unmeasured, load.nanos.length));
    }

    private Device connect(int port) {
        Device subscriber = new Device("latency-app", true, 60, this);
        devices.connect(subscriber, port, null);
        for (int i = 0; i < PUBLISHERS; i++) {
            Device publisher = new Device("latency-" + i, true, 60, this);
            publishers.add(publisher);
            messages.add(new Message("load/latency-%d/data".formatted(i)));
            devices.connect(publisher, port, null);
        }
        return subscriber;
    }

    @Override
    public void connected(Device device, boolean sessionPresent) {
        if (publishers.contains(device)) {
            countDown();
        } else {
            device.subscribe("load/+/data");
        }
    }

    @Override
    public void subscribed(Device device) {
        countDown();
    }

    private void countDown() {
        if (--waiting == 0) {
            ready.complete(null);
        }
    }

    private void begin() {
        start = System.nanoTime();
        tick();
    }

    /** Sends what is due; a message that is late carries the time when it was due. */
    private void tick() {
        long now = System.nanoTime();
        while (sent < nanos.length && due(sent) <= now) {
            int turn = sent % PUBLISHERS;
            publishers.get(turn).publish(messages.get(turn), sent);
            publishers.get(turn).flush();
            sent++;
        }
        if (sent < nanos.length) {
            devices.loop().schedule(this::tick, due(sent) - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    private long due(int number) {
        return start + number * TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    @Override
    public void received(Device device, long number) {
        nanos[(int) number] = System.nanoTime() - due((int) number);
        if (++arrived == nanos.length) {
            done.complete(null);
        }
    }

    @Override
    public void lost(Device device, String why) {
        IllegalStateException failure = new IllegalStateException(device.clientId() + " was cut off: " + why);
        ready.completeExceptionally(failure);
        done.completeExceptionally(failure);
    }
}
