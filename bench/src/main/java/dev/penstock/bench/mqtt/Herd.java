package dev.penstock.bench.mqtt;

import io.netty.handler.ssl.SslContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Thousands of devices, each of which publishes once in a while, and one application that gets what the rule makes of
 * it. Every message has the number of its device and its turn, so that a lost and a doubled one are seen. Confined to the
 * loop of the devices, but for counts.
 */
final class Herd implements DeviceEvents {
    private static final int LIMIT_MINUTES = 5;
    private static final int AT_ONCE = 50;
    /** Nobody pings: who comes first is silent until the last one is there. */
    private static final int KEEP_ALIVE_SECONDS = 1_200;

    private static final int TICK_MILLIS = 10;
    private static final long TURN = 1_000_000;
    private static final String APP = "herd-app";
    private static final String FIRST = "herd-first";

    private final Devices devices;
    private final BrokerPeer peer;
    private final int plain;
    private final List<SslContext> certificates;
    private final List<Device> members = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private final long[] lastTurn;
    private final CompletableFuture<Void> complete = new CompletableFuture<>();
    private final CompletableFuture<Void> heard = new CompletableFuture<>();
    private final CompletableFuture<Void> secured = new CompletableFuture<>();
    private int connected;
    private long start;
    private boolean running;

    volatile long published;
    volatile long acknowledged;
    volatile long delivered;
    volatile long doubled;
    volatile long skipped;
    volatile long disconnects;
    volatile String lastTrouble = "";

    Herd(Devices devices, BrokerPeer peer, int plain, List<SslContext> certificates) {
        this.devices = devices;
        this.peer = peer;
        this.plain = plain;
        this.certificates = certificates;
        this.lastTurn = new long[size()];
    }

    int size() {
        return plain + certificates.size();
    }

    /** Returns when all are connected; the application first. */
    void gather() throws Exception {
        devices.loop()
                .execute(() -> devices.connect(new Device(APP, true, KEEP_ALIVE_SECONDS, this), peer.port(), null));
        heard.get(LIMIT_MINUTES, TimeUnit.MINUTES);
        if (!certificates.isEmpty()) {
            devices.loop().execute(this::secure);
            secured.get(LIMIT_MINUTES, TimeUnit.MINUTES);
        }
        devices.loop().execute(() -> {
            for (int i = 0; i < Math.min(AT_ONCE, size()); i++) {
                next();
            }
        });
        complete.get(LIMIT_MINUTES, TimeUnit.MINUTES);
    }

    /** The broker makes its own certificate for the first that comes with TLS, which may have to come again for it. */
    private void secure() {
        devices.connect(new Device(FIRST, true, KEEP_ALIVE_SECONDS, this), peer.tlsPort(), certificates.get(0));
    }

    private void next() {
        int index = members.size();
        Device member = new Device("herd-" + index, true, KEEP_ALIVE_SECONDS, this);
        members.add(member);
        messages.add(new Message("load/herd-%d/data".formatted(index)));
        @Nullable SslContext tls = index < plain ? null : certificates.get(index - plain);
        devices.connect(member, tls == null ? peer.port() : peer.tlsPort(), tls);
    }

    @Override
    public void connected(Device device, boolean sessionPresent) {
        if (device.clientId().equals(APP)) {
            device.subscribe("echo/+");
            return;
        }
        if (device.clientId().equals(FIRST)) {
            device.drop();
            secured.complete(null);
            return;
        }
        connected++;
        if (members.size() < size()) {
            next();
        } else if (connected == size()) {
            complete.complete(null);
        }
    }

    @Override
    public void subscribed(Device device) {
        heard.complete(null);
    }

    /** @param everySeconds how often each device publishes */
    void begin(int everySeconds) {
        devices.loop().execute(() -> {
            running = true;
            start = System.nanoTime();
            tick(everySeconds);
        });
    }

    private void tick(int everySeconds) {
        double perNano = size() / (everySeconds * 1e9);
        long due = (long) ((System.nanoTime() - start) * perNano);
        while (running && published < due) {
            int index = (int) (published % size());
            Device member = members.get(index);
            member.publish(messages.get(index), (published / size() + 1) * TURN + index);
            member.flush();
            published++;
        }
        if (running) {
            devices.loop().schedule(() -> tick(everySeconds), TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Stops publishing and waits until everything is acknowledged and delivered, a minute at most. */
    void end() throws Exception {
        devices.call(() -> running = false);
        for (int i = 0; i < 600 && (acknowledged < published || delivered < published); i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    @Override
    public void acknowledged(Device device) {
        acknowledged++;
    }

    @Override
    public void received(Device device, long number) {
        int index = (int) (number % TURN);
        long turn = number / TURN;
        if (turn <= lastTurn[index]) {
            doubled++;
            return;
        }
        skipped += turn - lastTurn[index] - 1;
        lastTurn[index] = turn;
        delivered++;
    }

    @Override
    public void lost(Device device, String why) {
        if (device.clientId().equals(FIRST)) {
            secure();
            return;
        }
        disconnects++;
        lastTrouble = "%s: %s".formatted(device.clientId(), why);
        complete.completeExceptionally(new IllegalStateException(lastTrouble));
    }
}
