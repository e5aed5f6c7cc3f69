package dev.penstock.bench.mqtt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Publishes as fast as it is acknowledged: each device has a number of messages on their way, always. */
final class Flood implements DeviceEvents {
    private static final int LIMIT_SECONDS = 60;

    private final Devices devices;
    private final int window;
    private final Map<Device, Message> messages = new HashMap<>();
    private final CompletableFuture<Void> allConnected = new CompletableFuture<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private int waiting;
    private int underWay;
    private long acknowledged;
    private boolean running = true;

    private Flood(Devices devices, int count, int window) {
        this.devices = devices;
        this.window = window;
        this.waiting = count;
    }

    /** Acknowledged publishes a second; all that were sent are acknowledged at the end. */
    static double run(Devices devices, int port, int count, int window, int seconds) throws Exception {
        Flood flood = new Flood(devices, count, window);
        List<Device> fleet = devices.call(() -> flood.connect(port, count));
        flood.allConnected.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        long start = System.nanoTime();
        devices.loop().execute(flood::begin);
        TimeUnit.SECONDS.sleep(seconds);
        double rate = devices.call(() -> flood.end(start));
        flood.drained.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        devices.call(() -> {
            fleet.forEach(Device::drop);
            return true;
        });
        return rate;
    }

    private List<Device> connect(int port, int count) {
        List<Device> fleet = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Device device = new Device("flood-" + i, true, 60, this);
            messages.put(device, new Message("load/flood-%d/data".formatted(i)));
            fleet.add(device);
            devices.connect(device, port, null);
        }
        return fleet;
    }

    @Override
    public void connected(Device device, boolean sessionPresent) {
        if (--waiting == 0) {
            allConnected.complete(null);
        }
    }

    private void begin() {
        messages.keySet().forEach(device -> {
            for (int i = 0; i < window; i++) {
                publish(device);
            }
            device.flush();
        });
    }

    private void publish(Device device) {
        Message message = messages.get(device);
        if (message != null) {
            device.publish(message, acknowledged);
            underWay++;
        }
    }

    @Override
    public void acknowledged(Device device) {
        acknowledged++;
        underWay--;
        if (running) {
            publish(device);
        } else if (underWay == 0) {
            drained.complete(null);
        }
    }

    private double end(long start) {
        running = false;
        return acknowledged * 1e9 / (System.nanoTime() - start);
    }

    @Override
    public void lost(Device device, String why) {
        IllegalStateException failure = new IllegalStateException(device.clientId() + " was cut off: " + why);
        allConnected.completeExceptionally(failure);
        drained.completeExceptionally(failure);
    }
}
