package dev.penstock.platform.wire;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of answers wait for their clients to take them, for all connections of a server: clients that ask and do
 * not read are not answered without end. Thread-safe.
 */
final class AnswerBytes {
    private final long limit;
    private final AtomicLong waiting = new AtomicLong();

    /** @param limit when so many wait, no further request is taken; the answers to those before may exceed it */
    AnswerBytes(long limit) {
        this.limit = limit;
    }

    boolean isFull() {
        return waiting.get() >= limit;
    }

    void add(long bytes) {
        waiting.addAndGet(bytes);
    }

    void taken(long bytes) {
        waiting.addAndGet(-bytes);
    }
}
