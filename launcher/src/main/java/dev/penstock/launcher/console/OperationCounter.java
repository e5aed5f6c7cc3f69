package dev.penstock.launcher.console;

import dev.penstock.platform.wire.WireHandler;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the successful calls of a service by operation, for example {@code PutItem}, and passes them on. */
public final class OperationCounter implements WireHandler {
    private static final int FIRST_ERROR_STATUS = 400;
    private static final int MOST_NAMES = 200;

    private final WireHandler service;
    private final Map<String, LongAdder> successes = new ConcurrentHashMap<>();

    public OperationCounter(WireHandler service) {
        this.service = service;
    }

    @Override
    public CompletionStage<WireResponse> handle(WireRequest request) {
        return service.handle(request).thenApply(response -> {
            if (response.status() < FIRST_ERROR_STATUS) {
                count(request);
            }
            return response;
        });
    }

    /** Calls answered without an error, by operation. */
    public Map<String, Long> successes() {
        Map<String, Long> counts = new TreeMap<>();
        successes.forEach((operation, count) -> counts.put(operation, count.sum()));
        return counts;
    }

    private void count(WireRequest request) {
        String target = request.header("X-Amz-Target");
        if (target == null || (successes.size() >= MOST_NAMES && !successes.containsKey(target))) {
            return;
        }
        successes
                .computeIfAbsent(target.substring(target.indexOf('.') + 1), operation -> new LongAdder())
                .increment();
    }
}
