package dev.penstock.broker.engine;

import dev.penstock.platform.time.Time;
import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one session still has to send: a window of QoS 1 messages on the wire and a bounded queue behind it. When the queue
 * is full, new messages are dropped for this subscriber and stored ones kept, as in AWS IoT Core; a warning says so.
 * Messages that expire are left out when their turn comes. A message that was not acknowledged is sent again when the
 * client is back, with a new packet id and without the DUP flag, as AWS does it. Confined to the session's loop.
 */
public final class Outbox {
    /** Source: AWS General Reference, AWS IoT Core message broker and protocol limits. */
    public static final int WINDOW = 100;

    static final int MAX_MESSAGES = 10_000;
    static final long MAX_BYTES = 16L * 1024 * 1024;

    private static final int MAX_PACKET_ID = 65_535;
    private static final int WARN_EVERY = 1_000;
    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    private final Time time;
    private final BooleanSupplier online;
    private final Deque<Delivery> queue = new ArrayDeque<>(0);
    private final Map<Integer, Delivery> inFlight = new LinkedHashMap<>();
    private SessionTerms terms;
    private @Nullable Channel channel;
    private @Nullable AtomicBoolean flushing;
    private int lastPacketId;
    private long queuedBytes;
    private long dropped;
    private long leftOut;

    /** @param online whether the client has its CONNACK */
    public Outbox(Time time, SessionTerms terms, BooleanSupplier online) {
        this.time = time;
        this.terms = terms;
        this.online = online;
    }

    /** A connection begins; nothing is sent on it before its CONNACK is out. */
    public void bind(Channel to, SessionTerms agreed) {
        channel = to;
        terms = agreed;
        flushing = new AtomicBoolean();
    }

    /** The connection ends: what is written goes out before the close that comes next. */
    public void unbind() {
        if (channel != null) {
            onLoop(channel, channel::flush);
        }
        channel = null;
        flushing = null;
    }

    /** The client is back: what it did not acknowledge goes first, then what came while it was away. */
    public void resume() {
        List<Delivery> again = new ArrayList<>(inFlight.values());
        inFlight.clear();
        for (int i = again.size() - 1; i >= 0; i--) {
            queue.addFirst(again.get(i));
            queuedBytes += again.get(i).bytes();
        }
        drain();
    }

    /** Sends a message or keeps it for later; QoS 0 is not kept. */
    public void deliver(Delivery delivery) {
        Channel to = channel;
        boolean reachable = to != null && online.getAsBoolean();
        if (delivery.qos() == 0) {
            if (reachable) {
                sendOrLeaveOut(delivery);
            }
        } else if (reachable && queue.isEmpty() && hasRoom()) {
            send(delivery);
        } else {
            enqueue(delivery);
        }
    }

    private void sendOrLeaveOut(Delivery delivery) {
        if (channel != null && channel.isWritable()) {
            send(delivery);
        } else if (leftOut++ % WARN_EVERY == 0) {
            log.warn(
                    "subscriber {} reads too slowly: QoS 0 messages for it are left out, {} so far; it should read faster or"
                            + " subscribe with QoS 1",
                    terms.clientId(),
                    leftOut);
        }
    }

    private boolean hasRoom() {
        return inFlight.size() < Math.min(WINDOW, terms.receiveMaximum()) && channel != null && channel.isWritable();
    }

    private void enqueue(Delivery delivery) {
        if (isFull(delivery)) {
            forgetExpired();
        }
        if (isFull(delivery)) {
            if (dropped++ % WARN_EVERY == 0) {
                log.warn(
                        "the queue of subscriber {} is full ({} messages, {} bytes): new messages for it are dropped, {} so"
                                + " far; it should read faster, come back, or unsubscribe",
                        terms.clientId(),
                        queue.size(),
                        queuedBytes,
                        dropped);
            }
            return;
        }
        queue.add(delivery);
        queuedBytes += delivery.bytes();
    }

    private boolean isFull(Delivery next) {
        return queue.size() >= MAX_MESSAGES || queuedBytes + next.bytes() > MAX_BYTES;
    }

    /** The oldest messages take no room when nobody gets them any more. */
    private void forgetExpired() {
        for (Delivery oldest = queue.peek();
                oldest != null && oldest.message().isExpired(time.now());
                oldest = queue.peek()) {
            queue.remove();
            queuedBytes -= oldest.bytes();
        }
    }

    /** The client has acknowledged a message. */
    public void acknowledged(int packetId) {
        if (inFlight.remove(packetId) == null) {
            log.debug("client {} acknowledged packet {}, which is not in flight", terms.clientId(), packetId);
        }
        drain();
    }

    /** Sends what waits, as far as the window and the socket allow. */
    public void drain() {
        while (!queue.isEmpty() && online.getAsBoolean() && hasRoom()) {
            Delivery next = queue.remove();
            queuedBytes -= next.bytes();
            send(next);
        }
    }

    private void send(Delivery delivery) {
        Channel to = channel;
        if (to == null || !isSendable(delivery)) {
            return;
        }
        int packetId = delivery.qos() == 0 ? 0 : nextPacketId();
        MqttPublishMessage packet = OutboundPublish.of(delivery, packetId, terms.isMqtt5(), time.now());
        if (packetId != 0) {
            inFlight.put(packetId, delivery);
        }
        to.write(packet, to.voidPromise());
        flushSoon(to);
    }

    private boolean isSendable(Delivery delivery) {
        return !delivery.message().isExpired(time.now())
                && terms.mayReceive().test(delivery.message().topic())
                && !isTooLong(delivery);
    }

    private boolean isTooLong(Delivery delivery) {
        if (!terms.isMqtt5() || OutboundPublish.bytes(delivery) <= terms.maximumPacketBytes()) {
            return false;
        }
        log.warn(
                "message {} on {} is not sent to client {}: it asked for packets of at most {} bytes",
                delivery.message().id(),
                delivery.message().topic(),
                terms.clientId(),
                terms.maximumPacketBytes());
        return true;
    }

    /** Packet ids go on from one connection to the next: a late PUBACK must not hit another message. */
    private int nextPacketId() {
        do {
            lastPacketId = lastPacketId == MAX_PACKET_ID ? 1 : lastPacketId + 1;
        } while (inFlight.containsKey(lastPacketId));
        return lastPacketId;
    }

    /**
     * One flush for all that is written before the channel's loop gets to it. It runs in two steps: what is written while
     * the first still waits is in the loop's queue when that runs, and so before the second.
     */
    private void flushSoon(Channel to) {
        AtomicBoolean pending = flushing;
        if (pending == null || !pending.compareAndSet(false, true)) {
            return;
        }
        onLoop(to, () -> {
            pending.set(false);
            to.eventLoop().execute(to::flush);
        });
    }

    private void onLoop(Channel to, Runnable task) {
        try {
            to.eventLoop().execute(task);
        } catch (RejectedExecutionException closed) {
            log.debug("a message for client {} comes after the broker was closed", terms.clientId(), closed);
        }
    }

    /** The session ends: forgets everything, and tells what had come through shared subscriptions. */
    public List<Delivery> clear() {
        List<Delivery> shared = new ArrayList<>();
        for (Delivery delivery : inFlight.values()) {
            addShared(shared, delivery);
        }
        for (Delivery delivery : queue) {
            addShared(shared, delivery);
        }
        inFlight.clear();
        queue.clear();
        queuedBytes = 0;
        return shared;
    }

    private static void addShared(List<Delivery> shared, Delivery delivery) {
        if (!delivery.group().isEmpty()) {
            shared.add(delivery);
        }
    }
}
