package dev.penstock.functions.local;

import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.local.InvocationRunner.Condition;
import dev.penstock.functions.runtime.InitFailure;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.InFlight;
import dev.penstock.platform.time.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Gives the invocations of one version of a function to its environments. An invocation takes one at rest, else a new one,
 * else waits its turn in a bounded queue; beyond that it is refused. An environment that timed out, exited or broke is
 * replaced when the next invocation needs it. Guarded by {@code lock}; nothing foreign is called under it.
 */
final class FunctionPool {
    /** How long the user's code may take to load. AWS: 10 s, which only earns a warning here. */
    static final Duration INIT_LIMIT = Duration.ofMinutes(1);

    /** Largest event of a synchronous invocation. */
    static final int MAX_EVENT_BYTES = 6 * 1024 * 1024;

    private static final int MAX_QUEUED = 1_000;
    private static final long MAX_QUEUED_BYTES = 64L * 1024 * 1024;

    private final Object lock = new Object();
    private final PooledEnvironments environments;
    private final InvocationRunner runner;
    private final InFlight.Gauge gauge;
    private final int maxConcurrency;
    private final Set<PendingInvocation> running = new HashSet<>();
    private final Deque<PendingInvocation> queue = new ArrayDeque<>();
    private long queuedBytes;
    private int busy;
    private boolean closed;

    FunctionPool(Blueprint first, InvocationRunner runner, Time time, int maxConcurrency) {
        environments = new PooledEnvironments(first, time);
        this.runner = runner;
        this.maxConcurrency = maxConcurrency;
        gauge = time.inFlight().gauge("functions");
    }

    /** What new environments are made from. */
    Blueprint blueprint() {
        return environments.blueprint();
    }

    /** The next invocation runs on this; those that run finish on what they began with. */
    void renew(Blueprint next) {
        environments.renew(next);
    }

    /** Initialises one environment, so that what is missing is known now. Blocks. */
    void warmUp() {
        PooledEnvironment first = environments.open();
        try {
            // Waits in real time, whatever the clock: the user's code is loaded in real time.
            first.environment().ready().get(INIT_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause();
            throw cannotStart(first, String.valueOf((cause == null ? failure : cause).getMessage()));
        } catch (TimeoutException hangs) {
            throw cannotStart(
                    first,
                    "handler '%s' is not loaded after %s"
                            .formatted(first.blueprint().spec().handler(), INIT_LIMIT));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw cannotStart(first, "the start was interrupted");
        }
        InitFailure fault = first.environment().fault();
        if (fault != null) {
            throw cannotStart(first, String.valueOf(fault.getMessage()));
        }
        environments.takeBack(first, Condition.REUSABLE);
    }

    private static StartException cannotStart(PooledEnvironment broken, String reason) {
        broken.environment().kill();
        FunctionSpec spec = broken.blueprint().spec();
        return new StartException("function '%s' (%s, code in %s): %s; check its handler and that its code is built"
                .formatted(spec.name(), spec.runtime(), spec.code(), reason));
    }

    /** As {@link dev.penstock.functions.Functions#invoke}. */
    CompletionStage<InvocationResult> invoke(PendingInvocation next) {
        synchronized (lock) {
            AwsException refusal = refusalOf(next);
            if (refusal != null) {
                next.fail(refusal);
                return next.result();
            }
            gauge.begin();
            if (busy >= maxConcurrency) {
                queue.addLast(next);
                queuedBytes += next.event().length();
                return next.result();
            }
            busy++;
            running.add(next);
        }
        start(next);
        return next.result();
    }

    private void start(PendingInvocation next) {
        PooledEnvironment free = environments.takeIdle();
        if (free == null) {
            runCold(next);
        } else {
            runner.run(free, next, null, this::ended);
        }
    }

    private @Nullable AwsException refusalOf(PendingInvocation next) {
        if (closed) {
            return FunctionErrors.closed();
        }
        int bytes = next.event().length();
        if (bytes > MAX_EVENT_BYTES) {
            return FunctionErrors.requestTooLarge(bytes, MAX_EVENT_BYTES);
        }
        boolean full = queue.size() >= MAX_QUEUED || queuedBytes + bytes > MAX_QUEUED_BYTES;
        return busy >= maxConcurrency && full ? FunctionErrors.tooManyRequests() : null;
    }

    private void runCold(PendingInvocation next) {
        int stuck = environments.hung();
        if (stuck >= PooledEnvironments.MAX_HUNG) {
            fail(next, FunctionErrors.hungEnvironments(blueprint().spec().name(), stuck));
            return;
        }
        try {
            runner.runCold(environments.open(), next, this::ended);
        } catch (StartException failure) {
            fail(next, FunctionErrors.cannotStart(String.valueOf(failure.getMessage())));
        }
    }

    /** An invocation got no answer from any environment; its place goes to the next one. */
    private void fail(PendingInvocation next, AwsException failure) {
        if (next.claim()) {
            PendingInvocation waiting = leave(next);
            next.fail(failure);
            gauge.end();
            if (waiting != null) {
                start(waiting);
            }
        }
    }

    private void ended(PooledEnvironment used, PendingInvocation done, InvocationResult result, Condition condition) {
        environments.takeBack(used, condition);
        PendingInvocation waiting = leave(done);
        done.complete(result);
        gauge.end();
        if (waiting != null) {
            start(waiting);
        }
    }

    /** @return who takes over the place; null when nobody waits */
    private @Nullable PendingInvocation leave(PendingInvocation done) {
        synchronized (lock) {
            running.remove(done);
            PendingInvocation next = queue.pollFirst();
            if (next == null) {
                busy--;
            } else {
                queuedBytes -= next.event().length();
                running.add(next);
            }
            return next;
        }
    }

    /** Kills all environments and fails what is accepted; completes when they are gone. */
    CompletableFuture<Void> close() {
        List<PendingInvocation> unanswered = new ArrayList<>();
        synchronized (lock) {
            closed = true;
            unanswered.addAll(running);
            unanswered.addAll(queue);
            queue.clear();
        }
        unanswered.forEach(next -> fail(next, FunctionErrors.closed()));
        return environments.close();
    }
}
