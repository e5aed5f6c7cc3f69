package dev.penstock.rules.local;

import dev.penstock.functions.EventSourceMappings;
import dev.penstock.functions.FunctionCatalog;
import dev.penstock.functions.Functions;
import dev.penstock.functions.InvocationRequest;
import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.aws.AwsException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Functions that keep the events they accept. */
final class ControlledFunctions implements Functions {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Queue<AwsException> refusals = new ArrayDeque<>();

    void refuseNext(AwsException refusal) {
        refusals.add(refusal);
    }

    /** {@code function <- event}, in the order of acceptance. */
    List<String> events() {
        return events;
    }

    @Override
    public CompletionStage<String> invokeEvent(InvocationRequest request) {
        AwsException refusal = refusals.poll();
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        events.add(request.function() + " <- " + request.event().utf8());
        return CompletableFuture.completedFuture("request-" + events.size());
    }

    @Override
    public FunctionCatalog catalog() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void warmUp(String function) {}

    @Override
    public CompletionStage<InvocationResult> invoke(InvocationRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public EventSourceMappings mappings() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> logs(String function, int limit) {
        return List.of();
    }

    @Override
    public String name() {
        return "functions";
    }

    @Override
    public void start() {}

    @Override
    public void close() {}
}
