package dev.penstock.stream.local;

import dev.penstock.stream.StreamSettings;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory of all streams of a pipeline: finds room for a put when a budget is full, and tells waiting puts when there is
 * room again.
 */
final class Room {
    private static final Logger log = LoggerFactory.getLogger(Room.class);

    /** Free a little more than asked, so that a full stream does not come here for every put. */
    private static final int SLACK_DIVISOR = 64;

    private final AtomicInteger waiters = new AtomicInteger();
    private final StreamSettings settings;
    private final ByteBudget total;
    private final Collection<StreamState> streams;

    /** @param streams a live view */
    Room(StreamSettings settings, Collection<StreamState> streams) {
        this.settings = settings;
        this.total = new ByteBudget(settings.maxBytesTotal(), null);
        this.streams = streams;
    }

    ByteBudget newStreamBudget() {
        return new ByteBudget(settings.maxBytesPerStream(), total);
    }

    /**
     * Takes bytes for a stream, after dropping what may be dropped: first records older than retention, then, if the settings
     * say so, records that every consumer in this process is past. Looks at other streams only when the total is what is full.
     */
    boolean makeRoom(StreamState stream, long bytes) {
        ByteBudget budget = stream.budget();
        stream.trimExpired();
        if (budget.tryTake(bytes)) {
            return true;
        }
        if (dropsConsumed()) {
            trimConsumed(stream, bytes);
        }
        if (budget.tryTake(bytes)) {
            return true;
        }
        if (!budget.hasRoom(bytes)) {
            return false;
        }
        for (StreamState other : streams) {
            other.trimExpired();
            if (dropsConsumed()) {
                trimConsumed(other, bytes);
            }
            if (budget.tryTake(bytes)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a consumer that goes on makes room. */
    boolean dropsConsumed() {
        return settings.memory().whenFull() == StreamSettings.WhenFull.DROP_CONSUMED;
    }

    // DIFFERS: AWS keeps consumed records until retention ends; see docs/differences.md#stream-early-trim
    private static void trimConsumed(StreamState stream, long bytes) {
        long freed = stream.trimConsumed(Math.max(bytes, stream.budget().max() / SLACK_DIVISOR));
        if (freed > 0 && stream.queue().firstEarlyTrim()) {
            log.info(
                    "stream {} is full ({} bytes): records that all its consumers have dealt with now leave before"
                            + " retention ends",
                    stream.name(),
                    stream.budget().max());
        }
    }

    /** One more put waits; from now on it is told when room appears. */
    void waiterCame() {
        waiters.incrementAndGet();
    }

    void waiterWent() {
        waiters.decrementAndGet();
    }

    /** Memory became free, or may be freed now. Called without locks; runs waiting puts on the calling thread. */
    void roomAppeared() {
        if (waiters.get() > 0) {
            streams.forEach(stream -> stream.queue().drain());
        }
    }
}
