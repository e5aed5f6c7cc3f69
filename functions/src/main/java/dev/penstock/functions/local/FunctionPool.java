package dev.penstock.functions.local;

import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.local.InvocationRunner.Condition;
import dev.penstock.functions.runtime.Environment;
import dev.penstock.functions.runtime.InitFailure;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The environments of one function, made by demand. An invocation takes the environment used last, else a new one, else
 * waits its turn in a bounded queue; beyond that it is refused. One that timed out, exited or broke is replaced when the
 * next invocation needs it. Guarded by {@code lock}; nothing foreign is called under it.
 */
final class FunctionPool {
    /** How long the user's code may take to load. AWS: 10 s, which only earns a warning here. */
    static final Duration INIT_LIMIT = Duration.ofMinutes(1);

    /** Environments of one function that timed out and still run, at most. */
    static final int MAX_HUNG = 8;

    /** Largest event of a synchronous invocation. */
    static final int MAX_EVENT_BYTES = 6 * 1024 * 1024;

    private static final Logger log = LoggerFactory.getLogger(FunctionPool.class);
    private static final int MAX_QUEUED = 1_000;
    private static final long MAX_QUEUED_BYTES = 64L * 1024 * 1024;
    private static final Duration HANG_NOTICE = Duration.ofSeconds(1);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final Object lock = new Object();
    private final FunctionSpec spec;
    private final Supplier<Environment> source;
    private final InvocationRunner runner;
    private final Time time;
    private final InFlight.Gauge gauge;
    private final int maxConcurrency;
    private final Set<Environment> environments = new HashSet<>();
    private final Deque<Environment> idle = new ArrayDeque<>();
    private final Set<PendingInvocation> running = new HashSet<>();
    private final Deque<PendingInvocation> queue = new ArrayDeque<>();
    private long queuedBytes;
    private int busy;
    private int hung;
    private boolean closed;

    /** @param source begins to initialise an environment; throws StartException when it cannot */
    FunctionPool(
            FunctionSpec spec, Supplier<Environment> source, InvocationRunner runner, Time time, int maxConcurrency) {
        this.spec = spec;
        this.source = source;
        this.runner = runner;
        this.time = time;
        this.maxConcurrency = maxConcurrency;
        gauge = time.inFlight().gauge("functions");
    }

    /** Initialises one environment, so that what is missing is known now. Blocks. */
    void warmUp() {
        Environment first = open();
        try {
            // Waits in real time, whatever the clock: the user's code is loaded in real time.
            first.ready().get(INIT_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            first.kill();
            Throwable cause = failure.getCause();
            throw cannotStart(String.valueOf((cause == null ? failure : cause).getMessage()));
        } catch (TimeoutException hangs) {
            first.kill();
            throw cannotStart("handler '%s' is not loaded after %s".formatted(spec.handler(), INIT_LIMIT));
        } catch (InterruptedException stopped) {
            first.kill();
            Thread.currentThread().interrupt();
            throw cannotStart("the start was interrupted");
        }
        InitFailure fault = first.fault();
        if (fault != null) {
            first.kill();
            throw cannotStart(String.valueOf(fault.getMessage()));
        }
        synchronized (lock) {
            idle.addLast(first);
        }
    }

    private StartException cannotStart(String reason) {
        return new StartException("function '%s' (%s, code in %s): %s; check its handler and that its code is built"
                .formatted(spec.name(), spec.runtime(), spec.code(), reason));
    }

    /** As {@link dev.penstock.functions.Functions#invoke}. */
    CompletionStage<InvocationResult> invoke(Bytes event) {
        return invoke(UUID.randomUUID().toString(), event);
    }

    /** @param requestId the same for every attempt of an asynchronous invocation */
    CompletionStage<InvocationResult> invoke(String requestId, Bytes event) {
        PendingInvocation next = new PendingInvocation(requestId, event);
        Environment free;
        synchronized (lock) {
            AwsException refusal = refusalOf(event);
            if (refusal != null) {
                return CompletableFuture.failedFuture(refusal);
            }
            gauge.begin();
            if (busy >= maxConcurrency) {
                queue.addLast(next);
                queuedBytes += event.length();
                return next.result();
            }
            busy++;
            running.add(next);
            free = takeIdle();
        }
        if (free == null) {
            runCold(next);
        } else {
            runner.run(free, next, null, this::ended);
        }
        return next.result();
    }

    /** The one used last, which is the warmest; one that died meanwhile is passed over. Called under the lock. */
    private @Nullable Environment takeIdle() {
        Environment free = idle.pollLast();
        while (free != null && !free.isAlive()) {
            free = idle.pollLast();
        }
        return free;
    }

    private @Nullable AwsException refusalOf(Bytes event) {
        if (closed) {
            return FunctionErrors.closed();
        }
        if (event.length() > MAX_EVENT_BYTES) {
            return FunctionErrors.requestTooLarge(event.length(), MAX_EVENT_BYTES);
        }
        boolean full = queue.size() >= MAX_QUEUED || queuedBytes + event.length() > MAX_QUEUED_BYTES;
        return busy >= maxConcurrency && full ? FunctionErrors.tooManyRequests() : null;
    }

    private void runCold(PendingInvocation next) {
        int stuck;
        synchronized (lock) {
            stuck = hung;
        }
        if (stuck >= MAX_HUNG) {
            fail(next, FunctionErrors.hungEnvironments(spec.name(), stuck));
            return;
        }
        try {
            runner.runCold(open(), next, this::ended);
        } catch (StartException failure) {
            fail(next, FunctionErrors.cannotStart(String.valueOf(failure.getMessage())));
        }
    }

    private Environment open() {
        Environment opened = source.get();
        boolean tooLate;
        synchronized (lock) {
            environments.add(opened);
            tooLate = closed;
        }
        opened.gone().thenRun(() -> {
            synchronized (lock) {
                environments.remove(opened);
            }
        });
        if (tooLate) {
            opened.kill();
        }
        return opened;
    }

    /** An invocation got no answer from any environment; its place goes to the next one. */
    private void fail(PendingInvocation next, AwsException failure) {
        if (next.claim()) {
            PendingInvocation waiting = leave(next, null);
            next.result().completeExceptionally(failure);
            gauge.end();
            if (waiting != null) {
                runCold(waiting);
            }
        }
    }

    private void ended(Environment used, PendingInvocation done, InvocationResult result, Condition condition) {
        boolean reusable = condition == Condition.REUSABLE;
        if (!reusable) {
            retire(used, condition == Condition.HUNG);
        }
        PendingInvocation waiting = leave(done, reusable ? used : null);
        done.result().complete(result);
        gauge.end();
        if (waiting == null) {
            return;
        }
        if (reusable) {
            runner.run(used, waiting, null, this::ended);
        } else {
            runCold(waiting);
        }
    }

    /** @return who takes over the place, and the environment if there is one; null when nobody waits */
    private @Nullable PendingInvocation leave(PendingInvocation done, @Nullable Environment reusable) {
        synchronized (lock) {
            running.remove(done);
            PendingInvocation next = queue.pollFirst();
            if (next == null) {
                busy--;
                if (reusable != null) {
                    idle.addLast(reusable);
                }
                return null;
            }
            queuedBytes -= next.event().length();
            running.add(next);
            return next;
        }
    }

    private void retire(Environment used, boolean timedOut) {
        used.kill();
        if (!timedOut) {
            return;
        }
        synchronized (lock) {
            hung++;
        }
        Time.Timer notice = time.schedule(HANG_NOTICE, this::reportHung);
        used.gone().thenRun(() -> {
            notice.cancel();
            synchronized (lock) {
                hung--;
            }
        });
    }

    private void reportHung() {
        int count;
        synchronized (lock) {
            count = hung;
        }
        log.error(
                "function '{}': {} of at most {} invocations timed out and still run, because the handler ignores the"
                        + " interrupt; at the limit it is throttled. Correct the handler.",
                spec.name(),
                count,
                MAX_HUNG);
    }

    /** Kills all environments and fails what is accepted; returns when they are gone, or after 2 s. */
    void close() {
        List<PendingInvocation> unanswered = new ArrayList<>();
        List<Environment> all;
        synchronized (lock) {
            closed = true;
            unanswered.addAll(running);
            unanswered.addAll(queue);
            queue.clear();
            idle.clear();
            all = List.copyOf(environments);
        }
        unanswered.forEach(next -> fail(next, FunctionErrors.closed()));
        all.forEach(Environment::kill);
        CompletableFuture<?>[] gone = all.stream().map(Environment::gone).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(gone).get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException stuck) {
            log.warn("function '{}' still runs code that ignores the interrupt; its thread is left alone", spec.name());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
