package dev.penstock.functions.local;

import dev.penstock.functions.FunctionOptions;
import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.aws.AwsException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What the queue of a function's events does with the function, and with those who want to know the end. */
final class QueuedInvocations implements EventQueue.Handling {
    private final LocalFunction function;
    private final EventEnds ends;

    QueuedInvocations(LocalFunction function, EventEnds ends) {
        this.function = function;
        this.ends = ends;
    }

    @Override
    public CompletionStage<InvocationResult> invoke(AsyncEvent event) {
        try {
            return function.invoke(event.requestId(), event.qualifier(), event.request());
        } catch (AwsException gone) { // the version or alias was deleted meanwhile
            return CompletableFuture.failedFuture(gone);
        }
    }

    @Override
    public FunctionOptions.Events settings(AsyncEvent event) {
        return function.settings(event.qualifier()).orElse(FunctionOptions.Events.DEFAULT);
    }

    @Override
    public boolean isShut() {
        return function.admission().isShut();
    }

    @Override
    public void succeeded(AsyncEvent event, InvocationResult result) {
        settings(event).onSuccess().ifPresent(target -> ends.succeeded(function.arn(), target, event, result));
    }

    @Override
    public void givenUp(AsyncEvent event, AsyncEvent.Condition why, String reason) {
        settings(event).onFailure().ifPresent(target -> ends.failed(function.arn(), target, event, why));
        function.spec()
                .options()
                .deadLetterTarget()
                .ifPresent(target -> ends.dead(function.arn(), target, event, reason));
    }
}
