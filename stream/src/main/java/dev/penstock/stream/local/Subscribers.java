package dev.penstock.stream.local;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The consumers in this process that read one stream. They change under {@code lock} and are looked at without it. */
final class Subscribers {
    private final Object lock = new Object();
    private final List<InMemorySubscription> all = new CopyOnWriteArrayList<>();

    /** @throws IllegalStateException when there is one of that name */
    void add(InMemorySubscription subscription, String stream) {
        synchronized (lock) {
            for (InMemorySubscription other : all) {
                if (other.consumer().equals(subscription.consumer())) {
                    throw new IllegalStateException("consumer '%s' already reads stream '%s'; close it first"
                            .formatted(subscription.consumer(), stream));
                }
            }
            all.add(subscription);
        }
    }

    void remove(InMemorySubscription subscription) {
        all.remove(subscription);
    }

    int count() {
        return all.size();
    }

    /** The position before which all of them are done with a shard; 0 when there are none. */
    long consumedBefore(Shard shard) {
        return all.stream()
                .mapToLong(subscription -> subscription.consumedBefore(shard))
                .min()
                .orElse(0);
    }

    /** Shards opened or closed: each opens what it may read now. */
    void openReady() {
        all.forEach(InMemorySubscription::openReady);
    }
}
