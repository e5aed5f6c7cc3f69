package io.moquette.broker;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * QoS 1 messages that wait for a subscriber who is offline or slow. When it is full, new messages are dropped for this
 * subscriber and stored ones kept, as in AWS IoT Core; a warning says so. Confined to the session's loop.
 */
@NullMarked
final class PenstockQueue extends AbstractSessionMessageQueue<SessionRegistry.EnqueuedMessage> {
    static final int MAX_MESSAGES = 10_000;
    static final long MAX_BYTES = 16L * 1024 * 1024;

    private static final Logger log = LoggerFactory.getLogger(PenstockQueue.class);
    private static final int WARN_EVERY = 1_000;

    private final String clientId;
    private final Deque<SessionRegistry.EnqueuedMessage> messages = new ArrayDeque<>();
    private long bytes;
    private long dropped;

    PenstockQueue(String clientId) {
        this.clientId = clientId;
    }

    @Override
    public void enqueue(SessionRegistry.EnqueuedMessage message) {
        checkEnqueuePreconditions(message);
        long size = sizeBytes(message);
        if (messages.size() >= MAX_MESSAGES || bytes + size > MAX_BYTES) {
            drop(message);
            return;
        }
        bytes += size;
        messages.add(message);
    }

    private void drop(SessionRegistry.EnqueuedMessage message) {
        message.release();
        if (dropped++ % WARN_EVERY == 0) {
            log.warn(
                    "the queue of subscriber {} is full ({} messages, {} bytes): new messages for it are dropped, {} so far;"
                            + " it should read faster, come back, or unsubscribe",
                    clientId,
                    messages.size(),
                    bytes,
                    dropped);
        }
    }

    @Override
    public SessionRegistry.@Nullable EnqueuedMessage dequeue() {
        checkDequeuePreconditions();
        SessionRegistry.EnqueuedMessage message = messages.poll();
        if (message != null) {
            bytes -= sizeBytes(message);
        }
        return message;
    }

    @Override
    public boolean isEmpty() {
        checkIsEmptyPreconditions();
        return messages.isEmpty();
    }

    @Override
    public void closeAndPurge() {
        messages.forEach(SessionRegistry.EnqueuedMessage::release);
        messages.clear();
        bytes = 0;
        closed = true;
    }

    private static long sizeBytes(SessionRegistry.EnqueuedMessage message) {
        return message instanceof SessionRegistry.PublishedMessage published
                ? published.getPayload().readableBytes()
                : 0;
    }
}
