package dev.penstock.rules.action;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.Batching;
import dev.penstock.rules.spi.Detail;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An action that fails when a test has ordered it, as if its own retries had not helped. */
record BreakableAction(Action action, String kind, Faults faults) implements Action {

    @Override
    public void start() {
        action.start();
    }

    @Override
    public Batching batching() {
        return action.batching();
    }

    @Override
    public String awsName() {
        return action.awsName();
    }

    @Override
    public String resource(ActionInput input) {
        return action.resource(input);
    }

    @Override
    public List<Detail> request(ActionInput input) {
        return action.request(input);
    }

    @Override
    public CompletionStage<List<Detail>> run(ActionInput input) {
        Optional<AwsException> ordered = faults.next(kind);
        return ordered.isPresent() ? CompletableFuture.failedFuture(ordered.get()) : action.run(input);
    }
}
