package dev.penstock.functions.local;

import dev.penstock.functions.FunctionOptions;
import dev.penstock.functions.InvocationRequest;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.local.AsyncEvent.Condition;
import dev.penstock.functions.runtime.ErrorDocument;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.InFlight;
import dev.penstock.platform.time.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one function that were accepted for asynchronous invocation and are not dealt with: waiting, running, or
 * parked until they are tried again. A function that fails gets its event twice more, after one and two minutes; one that
 * is throttled gets it until it is taken, for six hours at most; both as its settings say. At the bound further events are
 * refused. Guarded by {@code lock}; nothing foreign is called under it.
 * Source: Lambda developer guide, Invoking a function asynchronously (error handling and retries).
 */
final class EventQueue {
    /** Largest event. */
    static final int MAX_EVENT_BYTES = 1024 * 1024;

    static final int MAX_EVENTS = 10_000;

    private static final Logger log = LoggerFactory.getLogger(EventQueue.class);
    private static final long MAX_BYTES = 64L * 1024 * 1024;
    private static final int MAX_RETRIES = 2;
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 9;
    private static final Duration MAX_AGE = Duration.ofHours(6);
    private static final int MAX_REASON = 500;
    private static final int GONE = 404;

    private final Object lock = new Object();
    private final String function;
    private final Handling handling;
    private final Time time;
    private final int maxConcurrency;
    private final double scale;
    private final InFlight.Gauge gauge;
    private final Deque<AsyncEvent> waiting = new ArrayDeque<>();
    private int size;
    private long bytes;
    private int running;
    private boolean dispatching;
    private boolean closed;

    /** What is done with an event. Methods must not block. */
    interface Handling {
        /** Runs one attempt. */
        CompletionStage<InvocationResult> invoke(AsyncEvent event);

        FunctionOptions.Events settings(AsyncEvent event);

        /** Whether the function takes no invocations at all. */
        boolean isShut();

        void succeeded(AsyncEvent event, InvocationResult result);

        /** @param reason what the function, or Lambda, said last */
        void givenUp(AsyncEvent event, Condition why, String reason);
    }

    /**
     * @param maxConcurrency attempts at a time
     * @param scale by what AWS's pauses are multiplied
     */
    EventQueue(String function, Handling handling, Time time, int maxConcurrency, double scale) {
        this.function = function;
        this.handling = handling;
        this.time = time;
        this.maxConcurrency = maxConcurrency;
        this.scale = scale;
        gauge = time.inFlight().gauge("function-events");
    }

    /** As {@link dev.penstock.functions.Functions#invokeEvent}. */
    CompletionStage<String> accept(String qualifier, InvocationRequest request) {
        AsyncEvent event = new AsyncEvent(UUID.randomUUID().toString(), qualifier, request, time.millis(), 0, 0, null);
        synchronized (lock) {
            AwsException refusal = refusalOf(request.event());
            if (refusal != null) {
                return CompletableFuture.failedFuture(refusal);
            }
            size++;
            bytes += event.payload().length();
            gauge.begin();
            waiting.addLast(event);
        }
        dispatch();
        return CompletableFuture.completedFuture(event.requestId());
    }

    private @Nullable AwsException refusalOf(Bytes payload) {
        if (closed) {
            return FunctionErrors.closed();
        }
        if (payload.length() > MAX_EVENT_BYTES) {
            return FunctionErrors.eventTooLarge(payload.length(), MAX_EVENT_BYTES);
        }
        boolean full = size >= MAX_EVENTS || bytes + payload.length() > MAX_BYTES;
        return full ? FunctionErrors.tooManyRequests() : null;
    }

    /** One thread dispatches at a time, in a loop: an attempt that ends at once must not recurse into the next. */
    private void dispatch() {
        while (true) {
            AsyncEvent next;
            synchronized (lock) {
                if (dispatching || closed || running >= maxConcurrency || waiting.isEmpty()) {
                    return;
                }
                dispatching = true;
                running++;
                next = waiting.removeFirst();
            }
            attempt(next);
            synchronized (lock) {
                dispatching = false;
            }
        }
    }

    private void attempt(AsyncEvent next) {
        if (handling.isShut()) {
            synchronized (lock) {
                running--;
            }
            giveUp(next, Condition.ZERO_RESERVED_CONCURRENCY, "its reserved concurrency is 0");
            gauge.end();
            return;
        }
        handling.invoke(next).whenComplete((result, failure) -> {
            synchronized (lock) {
                running--;
            }
            ended(next, result, failure);
            dispatch();
            gauge.end();
        });
    }

    private void ended(AsyncEvent event, @Nullable InvocationResult result, @Nullable Throwable failure) {
        synchronized (lock) {
            if (closed) {
                return;
            }
        }
        if (result != null && result.succeeded()) {
            forget(event);
            handling.succeeded(event, result);
        } else if (result != null) {
            functionFailed(event.failed(result), result);
        } else {
            notRun(event.refused(), failure);
        }
    }

    private void functionFailed(AsyncEvent event, InvocationResult result) {
        String reason = ErrorDocument.member(result.payload(), "errorMessage");
        if (event.failures() > handling.settings(event).retries().orElse(MAX_RETRIES)) {
            giveUp(event, Condition.RETRIES_EXHAUSTED, reason);
        } else {
            retry(event, PAUSE.multipliedBy(event.failures()), reason);
        }
    }

    /** Throttled, or the environment could not be made: no attempt of the function's. */
    private void notRun(AsyncEvent event, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String reason = cause == null ? "" : String.valueOf(cause.getMessage());
        if (cause instanceof AwsException refusal && refusal.httpStatus() == GONE) {
            giveUp(event, Condition.EVENT_AGE_EXCEEDED, reason);
            return;
        }
        Duration backoff = FIRST_BACKOFF.multipliedBy(1L << Math.min(event.refusals() - 1, DOUBLINGS));
        retry(event, backoff.compareTo(LONGEST_BACKOFF) < 0 ? backoff : LONGEST_BACKOFF, reason);
    }

    /** Unless it would be too old then. */
    private void retry(AsyncEvent event, Duration unscaled, String reason) {
        Duration pause = Duration.ofMillis(Math.round(unscaled.toMillis() * scale));
        long maxAge = Duration.ofSeconds(
                        handling.settings(event).maxAgeSeconds().orElse(MAX_AGE.toSeconds()))
                .toMillis();
        if (time.millis() + pause.toMillis() - event.acceptedAt() > maxAge) {
            giveUp(event, Condition.EVENT_AGE_EXCEEDED, reason);
        } else {
            park(event, pause);
        }
    }

    private void park(AsyncEvent event, Duration pause) {
        time.schedule(pause, () -> {
            synchronized (lock) {
                if (closed) {
                    return;
                }
                gauge.begin();
                waiting.addLast(event);
            }
            dispatch();
        });
    }

    private void giveUp(AsyncEvent event, Condition why, String reason) {
        forget(event);
        log.warn(
                "function '{}': the asynchronous event {} is given up after {} attempts ({}): {}",
                function,
                event.requestId(),
                event.failures() + event.refusals(),
                why.word(),
                reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + "...");
        handling.givenUp(event, why, reason);
    }

    private void forget(AsyncEvent event) {
        synchronized (lock) {
            size--;
            bytes -= event.payload().length();
        }
    }

    /** Accepted events that are not dealt with. */
    int size() {
        synchronized (lock) {
            return size;
        }
    }

    /** Nothing more is accepted or tried; close it before the environments. */
    void close() {
        int left;
        synchronized (lock) {
            left = closed ? 0 : size;
            closed = true;
            waiting.forEach(event -> gauge.end());
            waiting.clear();
        }
        if (left > 0) {
            log.warn(
                    "function '{}': {} accepted asynchronous events are not dealt with: it is closed or deleted",
                    function,
                    left);
        }
    }
}
