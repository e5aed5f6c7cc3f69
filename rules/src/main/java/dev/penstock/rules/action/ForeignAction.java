package dev.penstock.rules.action;

import dev.penstock.platform.time.InFlight;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.Batching;
import dev.penstock.rules.spi.Detail;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An action of somebody else: whatever goes wrong in it is a failure of the action and of nothing else.
 *
 * @param gauge where its runs are counted; null when it counts itself
 */
record ForeignAction(Action action, InFlight.@Nullable Gauge gauge) implements Action {

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
        try {
            return action.resource(input);
        } catch (RuntimeException | LinkageError broken) {
            return "(resource() failed: %s)".formatted(broken);
        }
    }

    @Override
    public List<Detail> request(ActionInput input) {
        try {
            return action.request(input);
        } catch (RuntimeException | LinkageError broken) {
            return List.of(new Detail("(request() failed)", broken.toString()));
        }
    }

    @Override
    public CompletionStage<List<Detail>> run(ActionInput input) {
        CompletableFuture<List<Detail>> result = new CompletableFuture<>();
        if (gauge != null) {
            gauge.begin();
        }
        started(input).whenComplete((details, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (details == null) {
                result.complete(List.of());
            } else {
                result.complete(details);
            }
            if (gauge != null) {
                gauge.end();
            }
        });
        return result;
    }

    private CompletionStage<List<Detail>> started(ActionInput input) {
        try {
            @Nullable CompletionStage<List<Detail>> stage = action.run(input);
            return stage == null
                    ? CompletableFuture.failedFuture(new NullPointerException("run() of the action gave null"))
                    : stage;
        } catch (RuntimeException | LinkageError | StackOverflowError thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
    }
}
