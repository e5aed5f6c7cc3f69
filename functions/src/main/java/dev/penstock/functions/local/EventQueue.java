package dev.penstock.functions.local;

import dev.penstock.functions.InvocationResult;
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
 * is throttled gets it until it is taken, for six hours at most. At the bound further events are refused.
 * Guarded by {@code lock}; nothing foreign is called under it.
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

    private final Object lock = new Object();
    private final String function;
    private final Invoker invoker;
    private final Time time;
    private final int maxConcurrency;
    private final InFlight.Gauge gauge;
    private final Deque<Event> waiting = new ArrayDeque<>();
    private int size;
    private long bytes;
    private int running;
    private boolean dispatching;
    private boolean closed;

    /** Runs one attempt. */
    @FunctionalInterface
    interface Invoker {
        CompletionStage<InvocationResult> invoke(String requestId, Bytes event);
    }

    /**
     * @param failures attempts in which the function failed
     * @param refusals attempts for which it was not run, since the last one for which it was
     */
    private record Event(String requestId, Bytes payload, long acceptedAt, int failures, int refusals) {
        Event failed() {
            return new Event(requestId, payload, acceptedAt, failures + 1, 0);
        }

        Event refused() {
            return new Event(requestId, payload, acceptedAt, failures, refusals + 1);
        }
    }

    /** @param maxConcurrency attempts at a time */
    EventQueue(String function, Invoker invoker, Time time, int maxConcurrency) {
        this.function = function;
        this.invoker = invoker;
        this.time = time;
        this.maxConcurrency = maxConcurrency;
        gauge = time.inFlight().gauge("function-events");
    }

    /** As {@link dev.penstock.functions.Functions#invokeEvent}. */
    CompletionStage<String> accept(Bytes payload) {
        Event event = new Event(UUID.randomUUID().toString(), payload, time.millis(), 0, 0);
        synchronized (lock) {
            AwsException refusal = refusalOf(payload);
            if (refusal != null) {
                return CompletableFuture.failedFuture(refusal);
            }
            size++;
            bytes += payload.length();
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
            Event next;
            synchronized (lock) {
                if (dispatching || closed || running >= maxConcurrency || waiting.isEmpty()) {
                    return;
                }
                dispatching = true;
                running++;
                next = waiting.removeFirst();
            }
            invoker.invoke(next.requestId(), next.payload()).whenComplete((result, failure) -> {
                synchronized (lock) {
                    running--;
                }
                ended(next, result, failure);
                dispatch();
                gauge.end();
            });
            synchronized (lock) {
                dispatching = false;
            }
        }
    }

    private void ended(Event event, @Nullable InvocationResult result, @Nullable Throwable failure) {
        synchronized (lock) {
            if (closed) {
                return;
            }
        }
        if (result != null && result.succeeded()) {
            forget(event);
        } else if (result != null) {
            functionFailed(event.failed(), result);
        } else {
            notRun(event.refused(), failure);
        }
    }

    private void functionFailed(Event event, InvocationResult result) {
        if (event.failures() > MAX_RETRIES) {
            giveUp(event, result.payload().utf8());
        } else {
            park(event, PAUSE.multipliedBy(event.failures()));
        }
    }

    /** Throttled, or the environment could not be made: no attempt of the function's. */
    private void notRun(Event event, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (time.millis() - event.acceptedAt() > MAX_AGE.toMillis()) {
            giveUp(event, String.valueOf(cause));
            return;
        }
        Duration backoff = FIRST_BACKOFF.multipliedBy(1L << Math.min(event.refusals() - 1, DOUBLINGS));
        park(event, backoff.compareTo(LONGEST_BACKOFF) < 0 ? backoff : LONGEST_BACKOFF);
    }

    private void park(Event event, Duration pause) {
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

    private void giveUp(Event event, String reason) {
        forget(event);
        log.warn(
                "function '{}': the asynchronous event {} is given up after {} attempts: {}",
                function,
                event.requestId(),
                event.failures() + event.refusals(),
                reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + "...");
    }

    private void forget(Event event) {
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
                    "function '{}': {} accepted asynchronous events are not dealt with; they end with Penstock",
                    function,
                    left);
        }
    }
}
