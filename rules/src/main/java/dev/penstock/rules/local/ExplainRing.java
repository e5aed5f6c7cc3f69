package dev.penstock.rules.local;

import dev.penstock.rules.eval.Answers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The last messages, as many as fit into a number of bytes; the oldest go first. Every message comes in here and few are
 * ever asked for: so there is no index, and a search goes through all. Guarded by {@code lock}.
 */
final class ExplainRing {
    private final Object lock = new Object();
    private final long limit;
    private final Deque<KeptMessage> kept = new ArrayDeque<>();
    private long bytes;

    ExplainRing(long limit) {
        this.limit = limit;
    }

    /** Keeps a message; one that is larger than the ring is not kept. */
    void add(KeptMessage message) {
        int size = message.bytes();
        if (size > limit) {
            return;
        }
        synchronized (lock) {
            kept.addLast(message);
            message.hold(size);
            bytes += size;
            trim();
        }
    }

    /** Adds what an action did to its message. */
    void record(KeptMessage message, ActionRecord record) {
        message.record(record);
        grow(message, record.bytes());
    }

    /** Adds what external functions have answered to a rule. */
    void answered(KeptMessage message, String rule, Answers answers) {
        message.answered(rule, answers);
        grow(message, answers.bytes());
    }

    private void grow(KeptMessage message, int more) {
        synchronized (lock) {
            if (message.held() > 0) {
                message.hold(message.held() + more);
                bytes += more;
                trim();
            }
        }
    }

    Optional<KeptMessage> find(String id) {
        synchronized (lock) {
            Iterator<KeptMessage> backwards = kept.descendingIterator();
            while (backwards.hasNext()) {
                KeptMessage message = backwards.next();
                if (message.message().id().equals(id)) {
                    return Optional.of(message);
                }
            }
            return Optional.empty();
        }
    }

    List<String> newest(int count) {
        synchronized (lock) {
            List<String> ids = new ArrayList<>();
            Iterator<KeptMessage> backwards = kept.descendingIterator();
            while (backwards.hasNext() && ids.size() < count) {
                ids.add(backwards.next().message().id());
            }
            return ids;
        }
    }

    private void trim() {
        while (bytes > limit) {
            KeptMessage oldest = kept.removeFirst();
            bytes -= oldest.held();
            oldest.hold(0);
        }
    }
}
