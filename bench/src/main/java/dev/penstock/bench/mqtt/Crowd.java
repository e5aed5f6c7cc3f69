package dev.penstock.bench.mqtt;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Many connections that do nothing. */
final class Crowd implements DeviceEvents {
    private static final int LIMIT_SECONDS = 120;
    private static final int KEEP_ALIVE_SECONDS = 1_200;

    private final Devices devices;
    private final int port;
    private final int count;
    private final List<Device> members = new ArrayList<>();
    private final CompletableFuture<Void> complete = new CompletableFuture<>();
    private int connected;

    private Crowd(Devices devices, int port, int count) {
        this.devices = devices;
        this.port = port;
        this.count = count;
    }

    /**
     * Returns when all are connected.
     *
     * @param atOnce how many connect at a time
     */
    static Crowd gather(Devices devices, int port, int count, int atOnce) throws Exception {
        Crowd crowd = new Crowd(devices, port, count);
        devices.loop().execute(() -> {
            for (int i = 0; i < Math.min(atOnce, count); i++) {
                crowd.next();
            }
        });
        crowd.complete.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        return crowd;
    }

    private void next() {
        Device member = new Device("crowd-" + members.size(), true, KEEP_ALIVE_SECONDS, this);
        members.add(member);
        devices.connect(member, port, null);
    }

    @Override
    public void connected(Device device, boolean sessionPresent) {
        connected++;
        if (members.size() < count) {
            next();
        } else if (connected == count) {
            complete.complete(null);
        }
    }

    @Override
    public void lost(Device device, String why) {
        complete.completeExceptionally(new IllegalStateException(device.clientId() + " was cut off: " + why));
    }

    void disperse() throws Exception {
        devices.call(() -> {
            members.forEach(Device::drop);
            return true;
        });
    }
}
