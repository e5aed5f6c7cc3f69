package dev.penstock.launcher.simulate;

import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.Time;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One simulated device: connects, subscribes, publishes at its pace, and connects again when the connection is lost. It
 * sends a new message only when fewer than the allowed number wait for their PUBACK, so a slow pipeline slows it down, and
 * sends again what was not acknowledged. Owns no thread: moves on timers and network callbacks. Guarded by {@code lock};
 * the network and listeners are called outside it.
 */
final class Device {
    private static final Duration AFTER_ODD_FAILURE = Duration.ofSeconds(1);
    private static final long NANOS = 1_000_000_000L;

    private final Object lock = new Object();
    private final String id;
    private final String topic;
    private final Fleet fleet;
    private final DeviceConnection connection;
    private final Backoff backoff = new Backoff();
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final PriorityQueue<Message> unsent = new PriorityQueue<>(Comparator.comparingLong(Message::number));
    private Phase phase = Phase.IDLE;
    private boolean stopping;
    private boolean due;
    private long created;
    private int inFlight;
    private Time.@Nullable Timer timer;

    Device(String id, Fleet fleet, DeviceConnection.Factory connections) {
        this.id = id;
        this.fleet = fleet;
        topic = fleet.settings().topicPrefix() + "/" + id;
        connection = connections.create(fleet.settings().clientIdPrefix() + id, this::lost);
    }

    /** Completes when every message of a limited run is acknowledged; never, when the run is without end. */
    CompletionStage<Void> finished() {
        return finished;
    }

    /** @param delay before its first message, so that a fleet does not speak all at once */
    void start(Duration delay) {
        synchronized (lock) {
            phase = Phase.WAITING;
            due = fleet.settings().rate() == 0;
        }
        fleet.gate().enter(() -> connect(delay));
    }

    /** Makes no new message; completes when all are acknowledged and the connection is closed. */
    CompletionStage<Void> stop() {
        synchronized (lock) {
            stopping = true;
        }
        closeWhenQuiet();
        return closed;
    }

    /** Gives up on what is not acknowledged and closes the connection. */
    void abort() {
        synchronized (lock) {
            stopping = true;
            unsent.clear();
            inFlight = 0;
        }
        closeWhenQuiet();
    }

    /** @return whether it does connect, and leaves the gate when that is done */
    private boolean connect(Duration delay) {
        synchronized (lock) {
            if (phase != Phase.WAITING) {
                return false;
            }
            phase = Phase.CONNECTING;
        }
        connection
                .connect()
                .thenCompose(connected -> fleet.settings().mode().subscribes()
                        ? connection.subscribe(topic, this::received)
                        : CompletableFuture.completedFuture(null))
                .whenComplete((ready, failure) -> {
                    fleet.gate().leave();
                    if (failure == null) {
                        connected(delay);
                    } else {
                        connectFailed(failure);
                    }
                });
        return true;
    }

    private void connected(Duration delay) {
        synchronized (lock) {
            if (phase != Phase.CONNECTING) {
                return;
            }
            phase = Phase.UP;
            backoff.connected(fleet.time().now());
            fleet.meter().connected.increment();
        }
        fleet.listener().connected(id);
        if (fleet.settings().mode().publishes()) {
            tickAfter(delay);
            pump();
        }
        closeWhenQuiet();
    }

    private void connectFailed(Throwable cause) {
        fleet.meter().failed.increment();
        // A refused subscription leaves a connection behind.
        connection.disconnect().whenComplete((done, ignored) -> retryLater(Phase.CONNECTING, cause));
    }

    private void lost(Throwable cause) {
        retryLater(Phase.UP, cause);
    }

    private void retryLater(Phase from, Throwable cause) {
        Duration delay;
        synchronized (lock) {
            if (phase != from) {
                return;
            }
            if (from == Phase.UP) {
                fleet.meter().connected.decrement();
            }
            phase = Phase.WAITING;
            delay = backoff.lost(fleet.time().now());
            setTimer(fleet.time().schedule(delay, () -> fleet.gate().enter(() -> connect(Duration.ZERO))));
        }
        fleet.listener().disconnected(id, cause, delay);
        closeWhenQuiet();
    }

    private void tickAfter(Duration delay) {
        if (fleet.settings().rate() > 0) {
            synchronized (lock) {
                if (phase == Phase.UP) {
                    setTimer(fleet.time().schedule(delay, this::tick));
                }
            }
        }
    }

    private void tick() {
        synchronized (lock) {
            if (phase != Phase.UP || stopping) {
                return;
            }
            due = true;
        }
        tickAfter(Duration.ofNanos((long) (NANOS / fleet.settings().rate())));
        pump();
    }

    /** Sends whatever may be sent now. */
    private void pump() {
        for (Message message = next(); message != null; message = next()) {
            send(message);
        }
    }

    private @Nullable Message next() {
        synchronized (lock) {
            if (phase != Phase.UP || inFlight >= fleet.settings().maxInFlight()) {
                return null;
            }
            Message again = unsent.poll();
            if (again == null && (!due || stopping || allCreated())) {
                return null;
            }
            inFlight++;
            if (again != null) {
                return again;
            }
            due = fleet.settings().rate() == 0;
            long number = created++;
            return new Message(number, fleet.events().payload(number, id));
        }
    }

    private void send(Message message) {
        if (message.isFirstTry()) {
            fleet.meter().published.increment();
            fleet.listener().published(id, topic, message.payload());
        }
        connection.publish(topic, message.payload()).whenComplete((acknowledged, failure) -> {
            if (failure == null) {
                acknowledged(message);
            } else {
                publishFailed(message);
            }
        });
    }

    private void acknowledged(Message message) {
        fleet.meter().acknowledged.increment();
        fleet.listener().acknowledged(id, topic, message.payload());
        boolean all;
        synchronized (lock) {
            inFlight--;
            all = allCreated() && inFlight == 0 && unsent.isEmpty();
        }
        if (all) {
            finished.complete(null);
        }
        pump();
        closeWhenQuiet();
    }

    private void publishFailed(Message message) {
        fleet.meter().failed.increment();
        synchronized (lock) {
            if (phase == Phase.CLOSED) {
                return;
            }
            inFlight--;
            unsent.add(message.again());
            if (phase == Phase.UP) {
                // Mostly the connection is gone and we are told in a moment; if not, nothing else would send it again.
                fleet.time().schedule(AFTER_ODD_FAILURE, this::pump);
            }
        }
    }

    private void received(Bytes payload) {
        fleet.meter().received.increment();
        fleet.listener().received(id, topic, payload);
    }

    private void closeWhenQuiet() {
        synchronized (lock) {
            boolean busy = inFlight > 0 || !unsent.isEmpty() || phase == Phase.CONNECTING;
            if (!stopping || busy || phase == Phase.CLOSED) {
                return;
            }
            if (phase == Phase.UP) {
                fleet.meter().connected.decrement();
            }
            phase = Phase.CLOSED;
            setTimer(null);
        }
        connection.disconnect().whenComplete((done, ignored) -> closed.complete(null));
    }

    private boolean allCreated() {
        long limit = fleet.settings().messagesPerDevice();
        return limit > 0 && created >= limit;
    }

    private void setTimer(Time.@Nullable Timer next) {
        if (timer != null) {
            timer.cancel();
        }
        timer = next;
    }

    private enum Phase {
        IDLE,
        /** For its turn or for the back-off to end. */
        WAITING,
        CONNECTING,
        UP,
        CLOSED
    }

    /** @param number from 0, per device */
    private record Message(long number, Bytes payload, boolean isFirstTry) {
        Message(long number, Bytes payload) {
            this(number, payload, true);
        }

        Message again() {
            return new Message(number, payload, false);
        }
    }

    /** What all devices of a fleet share. */
    record Fleet(
            FleetSettings settings,
            SimulatedEvents events,
            Time time,
            FleetListener listener,
            FleetMeter meter,
            ConnectGate gate) {}
}
