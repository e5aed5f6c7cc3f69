package io.moquette.broker;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Takes the place of a queue in Moquette's session, whose sending side is not used. */
@NullMarked
final class NoQueue implements SessionMessageQueue<SessionRegistry.EnqueuedMessage> {
    static final NoQueue INSTANCE = new NoQueue();

    private NoQueue() {}

    @Override
    public void enqueue(SessionRegistry.EnqueuedMessage message) {
        throw new IllegalStateException("messages do not wait in Moquette");
    }

    @Override
    public SessionRegistry.@Nullable EnqueuedMessage dequeue() {
        return null;
    }

    @Override
    public boolean isEmpty() {
        return true;
    }

    @Override
    public void closeAndPurge() {}
}
