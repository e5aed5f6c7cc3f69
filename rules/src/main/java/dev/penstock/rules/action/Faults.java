package dev.penstock.rules.action;

import dev.penstock.platform.aws.AwsException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** Failures that a test has ordered for the next runs of a kind of action. Guarded by {@code lock}. */
public final class Faults {
    private static final int MAX_ORDERED = 100_000;

    private final Object lock = new Object();
    private final Map<String, Queue<AwsException>> ordered = new HashMap<>();
    /** So that nobody pays for what only tests use. */
    private volatile boolean any;

    /** Lets the next {@code runs} runs of an action kind fail. */
    public void order(String kind, int runs, AwsException failure) {
        synchronized (lock) {
            Queue<AwsException> queue = ordered.computeIfAbsent(kind, key -> new ArrayDeque<>());
            if (runs < 0 || queue.size() + runs > MAX_ORDERED) {
                throw new IllegalArgumentException("one can order 0 to %d failures of '%s', not %d more than %d"
                        .formatted(MAX_ORDERED, kind, runs, queue.size()));
            }
            for (int i = 0; i < runs; i++) {
                queue.add(failure);
            }
            any = true;
        }
    }

    Optional<AwsException> next(String kind) {
        if (!any) {
            return Optional.empty();
        }
        synchronized (lock) {
            Queue<AwsException> queue = ordered.get(kind);
            AwsException failure = queue == null ? null : queue.poll();
            if (queue != null && queue.isEmpty()) {
                ordered.remove(kind);
                any = !ordered.isEmpty();
            }
            return Optional.ofNullable(failure);
        }
    }
}
