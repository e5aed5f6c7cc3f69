package dev.penstock.functions.local;

import dev.penstock.functions.local.InvocationRunner.Condition;
import dev.penstock.functions.runtime.Environment;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The environments of one version of a function: those at rest, of which the one used last is taken first, those at work,
 * and those that were killed and are not gone yet. Guarded by {@code lock}; nothing foreign is called under it.
 */
final class PooledEnvironments {
    /** Environments of one function that timed out and still run, at most. */
    static final int MAX_HUNG = 8;

    private static final Logger log = LoggerFactory.getLogger(PooledEnvironments.class);
    private static final Duration HANG_NOTICE = Duration.ofSeconds(1);

    private final Object lock = new Object();
    private final String function;
    private final Time time;
    private final Set<PooledEnvironment> all = new HashSet<>();
    private final Deque<PooledEnvironment> idle = new ArrayDeque<>();
    private Blueprint blueprint;
    private int opened;
    private int hung;
    private boolean closed;

    PooledEnvironments(Blueprint first, Time time) {
        function = first.spec().name();
        blueprint = first;
        this.time = time;
    }

    /** What new environments are made from. */
    Blueprint blueprint() {
        synchronized (lock) {
            return blueprint;
        }
    }

    /** From now on environments are made from this; those at rest end, those at work end when they have answered. */
    void renew(Blueprint next) {
        Blueprint last;
        List<PooledEnvironment> old;
        synchronized (lock) {
            last = blueprint;
            blueprint = next;
            old = List.copyOf(idle);
            idle.clear();
        }
        old.forEach(rested -> rested.environment().kill());
        last.release();
    }

    /** The one used last, which is the warmest, or null; one that died meanwhile is passed over. */
    @Nullable
    PooledEnvironment takeIdle() {
        synchronized (lock) {
            PooledEnvironment free = idle.pollLast();
            while (free != null && !free.environment().isAlive()) {
                free = idle.pollLast();
            }
            return free;
        }
    }

    /**
     * Begins to initialise one.
     *
     * @throws StartException when this machine lacks something
     */
    PooledEnvironment open() {
        Blueprint current;
        int number;
        synchronized (lock) {
            current = blueprint;
            number = opened++;
        }
        PooledEnvironment fresh = current.open(number);
        boolean tooLate;
        synchronized (lock) {
            all.add(fresh);
            tooLate = closed;
        }
        fresh.environment().gone().thenRun(() -> {
            synchronized (lock) {
                all.remove(fresh);
            }
        });
        if (tooLate) {
            fresh.environment().kill();
        }
        return fresh;
    }

    /** It has nothing to do now; ended when it cannot run another invocation, or must not. */
    void takeBack(PooledEnvironment used, Condition condition) {
        boolean usable;
        synchronized (lock) {
            usable = condition == Condition.REUSABLE && used.blueprint() == blueprint && !closed;
            if (usable) {
                idle.addLast(used);
            }
        }
        if (!usable) {
            retire(used, condition == Condition.HUNG);
        }
    }

    private void retire(PooledEnvironment used, boolean timedOut) {
        used.environment().kill();
        if (!timedOut) {
            return;
        }
        synchronized (lock) {
            hung++;
        }
        Time.Timer notice = time.schedule(HANG_NOTICE, this::reportHung);
        used.environment().gone().thenRun(() -> {
            notice.cancel();
            synchronized (lock) {
                hung--;
            }
        });
    }

    private void reportHung() {
        log.error(
                "function '{}': {} of at most {} invocations timed out and still run, because the handler ignores the"
                        + " interrupt; at the limit it is throttled. Correct the handler.",
                function,
                hung(),
                MAX_HUNG);
    }

    /** How many timed out and still run. */
    int hung() {
        synchronized (lock) {
            return hung;
        }
    }

    /** Kills all; completes when they are gone, which code that ignores the interrupt can put off for ever. */
    CompletableFuture<Void> close() {
        List<PooledEnvironment> rest;
        synchronized (lock) {
            closed = true;
            idle.clear();
            rest = new ArrayList<>(all);
        }
        rest.forEach(each -> each.environment().kill());
        blueprint().release();
        return CompletableFuture.allOf(rest.stream()
                .map(PooledEnvironment::environment)
                .map(Environment::gone)
                .toArray(CompletableFuture<?>[]::new));
    }
}
