package dev.penstock.rules.local;

import dev.penstock.platform.lifecycle.Threads;
import dev.penstock.platform.time.InFlight;
import dev.penstock.platform.time.WorkSignal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker thread and the messages of the clients that hash to it. Messages of one client run in order and one at a
 * time; a client whose message waits for room in the queue of an action does not hold up the others of the lane, because a
 * waiting message lets go of the thread and comes back when there is room.
 *
 * <p><b>Why this is bounded.</b> A lane never refuses and never blocks, and yet it cannot fill up: the stage that
 * {@code accept} gave for a message completes only when the message has left the lane, and the broker reads on from a
 * connection only when the messages it has outstanding there (a small, fixed number) have completed. So a lane holds at
 * most connections x that window, all of them bytes that the broker would have to hold anyway. What rules republish adds
 * at most {@code RepublishAction.MAX_DEPTH} messages for each one that waits for them.
 *
 * <p>Guarded by {@code lock}.
 */
final class RuleLane implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RuleLane.class);

    private final Object lock = new Object();
    /** For each client that has any: the message that is running, then those behind it. */
    private final Map<String, Queue<MessageRun>> clients = new HashMap<>();

    private final Deque<MessageRun> ready = new ArrayDeque<>();
    private final WorkSignal signal;
    private boolean closed;

    RuleLane(int number, InFlight.Gauge gauge) {
        signal = new WorkSignal(gauge);
        Threads.start("rules-lane-" + number, this::work);
    }

    /** Takes a message; it runs when the earlier ones of its client are done. */
    void add(MessageRun run) {
        synchronized (lock) {
            if (closed) {
                run.abandon();
                return;
            }
            Queue<MessageRun> client = clients.computeIfAbsent(run.clientId(), id -> new ArrayDeque<>(2));
            client.add(run);
            if (client.size() > 1) {
                return;
            }
            ready.add(run);
        }
        signal.wake();
    }

    /** The action that a message waited for is done. Any thread. */
    void resume(MessageRun run) {
        synchronized (lock) {
            if (closed) {
                run.abandon();
                return;
            }
            ready.add(run);
        }
        signal.wake();
    }

    /** Messages that are here, running and waiting ones. */
    int size() {
        synchronized (lock) {
            return clients.values().stream().mapToInt(Queue::size).sum();
        }
    }

    /** Ends the thread and gives up what has not finished: those messages were never acknowledged. */
    @Override
    public void close() {
        List<MessageRun> left = new ArrayList<>();
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            clients.values().forEach(left::addAll);
            clients.clear();
            ready.clear();
        }
        signal.close();
        left.forEach(MessageRun::abandon);
    }

    private void work() {
        try {
            while (signal.await()) {
                for (MessageRun run = next(); run != null; run = next()) {
                    proceed(run);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable MessageRun next() {
        synchronized (lock) {
            return ready.poll();
        }
    }

    /** Whatever goes wrong with one message, the thread goes on with the others. */
    private void proceed(MessageRun run) {
        try {
            if (run.proceed(() -> resume(run))) {
                leave(run);
                run.complete();
            }
        } catch (RuntimeException | StackOverflowError bug) {
            log.error("message {} on '{}' was given up: this is a bug in Penstock", run.id(), run.topic(), bug);
            leave(run);
            run.complete();
        }
    }

    private void leave(MessageRun run) {
        synchronized (lock) {
            Queue<MessageRun> client = clients.get(run.clientId());
            if (client == null) {
                return;
            }
            client.remove();
            if (client.isEmpty()) {
                clients.remove(run.clientId());
            } else {
                ready.add(client.element());
            }
        }
    }
}
