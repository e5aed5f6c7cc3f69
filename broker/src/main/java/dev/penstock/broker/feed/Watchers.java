package dev.penstock.broker.feed;

import dev.penstock.broker.PublishedMessage;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who watches. Costs nothing while nobody does. */
public final class Watchers {
    static final int MAX_WATCHERS = 100;

    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();

    /** Shows a message to those whose filter matches. Never blocks; on any thread. */
    public void offer(PublishedMessage message) {
        if (!watchers.isEmpty()) {
            watchers.forEach(watcher -> watcher.offer(message));
        }
    }

    /** Empty when there are too many already. */
    Optional<Watcher> open(String filter) {
        Watcher watcher = new Watcher(filter, watchers::remove);
        watchers.add(watcher);
        if (watchers.size() > MAX_WATCHERS) {
            watchers.remove(watcher);
            return Optional.empty();
        }
        return Optional.of(watcher);
    }
}
