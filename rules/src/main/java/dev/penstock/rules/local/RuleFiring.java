package dev.penstock.rules.local;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.action.CompiledAction;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.FunctionFailed;
import dev.penstock.rules.eval.MessageInput;
import dev.penstock.rules.eval.Suspended;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.Detail;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One rule that fired for one message: keeps what came of its actions, and when all have ended and some have failed, runs
 * the error action once, with all failures. Any thread.
 */
final class RuleFiring {
    private final EngineParts parts;
    private final KeptMessage kept;
    private final DeployedRule rule;
    private final String traceId;
    private final int depth;
    private final AtomicInteger open;
    private final RuleFailures failures = new RuleFailures();

    RuleFiring(EngineParts parts, KeptMessage kept, DeployedRule rule, String traceId, int depth) {
        this.parts = parts;
        this.kept = kept;
        this.rule = rule;
        this.traceId = traceId;
        this.depth = depth;
        open = new AtomicInteger(rule.actions().size());
    }

    String clientId() {
        return kept.message().clientId();
    }

    /** What an action gets. */
    ActionInput input(List<String> values, Bytes payload) {
        return new ActionInput(rule.name(), kept.message(), traceId, payload, values, depth);
    }

    /** An action whose fields cannot be known has failed. */
    CompletableFuture<Void> fail(int index, ActionInput input, String reason) {
        Action action = rule.actions().get(index).action();
        return ended(index, action, input, CompletableFuture.failedFuture(new IllegalStateException(reason)));
    }

    /** Runs an action, and after the last one the error action if it is wanted. The stage never fails. */
    CompletableFuture<Void> run(int index, ActionInput input) {
        Action action = rule.actions().get(index).action();
        CompletableFuture<List<Detail>> running = call(action, input);
        if (running.isDone()) {
            return ended(index, action, input, running);
        }
        return running.handle((details, failure) -> ended(index, action, input, running))
                .thenCompose(after -> after);
    }

    private CompletableFuture<List<Detail>> call(Action action, ActionInput input) {
        parts.events().starting(rule, kept, action);
        try {
            return action.run(input).toCompletableFuture();
        } catch (RuntimeException thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
    }

    private CompletableFuture<Void> ended(
            int index, Action action, ActionInput input, CompletableFuture<List<Detail>> finished) {
        String error = keep(index, action, input, finished);
        if (error.isEmpty()) {
            rule.tally().succeeded();
        } else {
            rule.tally().failed();
            failures.add(index, action, input, error);
        }
        boolean last = open.decrementAndGet() == 0;
        return last && !failures.isEmpty() ? runErrorAction() : CompletableFuture.completedFuture(null);
    }

    /** @return why it failed; empty when it did not */
    private String keep(int index, Action action, ActionInput input, CompletableFuture<List<Detail>> finished) {
        List<Detail> details = List.of();
        String error = "";
        try {
            details = finished.join();
        } catch (CompletionException | CancellationException failed) {
            error = reason(failed.getCause() == null ? failed : failed.getCause());
            complain(index, action, action.resource(input), error);
        }
        parts.ring()
                .record(
                        kept,
                        new ActionRecord(
                                rule.name(),
                                index,
                                details,
                                error,
                                index == ActionRecord.ERROR_ACTION ? input.payload() : Bytes.EMPTY));
        parts.events().ended(rule, kept, action, input, error);
        return error;
    }

    /** The templates of the error action read the original message; nobody needed them until now. */
    private CompletableFuture<Void> runErrorAction() {
        CompiledAction errorAction = rule.errorAction();
        if (errorAction == null) {
            return CompletableFuture.completedFuture(null);
        }
        MessageInput original = parts.input(kept.message(), kept.seed());
        Bytes document = failures.document(rule.name(), kept.message(), original.clientId(), traceId);
        Evaluation evaluation = rule.program().begin(original, rule.name(), kept.answers(rule.name()));
        Action action = errorAction.action();
        return render(errorAction, evaluation)
                .handle((values, unknown) -> unknown == null
                        ? runErrorAction(action, input(values, document))
                        : endErrorAction(
                                action,
                                input(errorAction.unknown(), document),
                                CompletableFuture.failedFuture(unknown)))
                .thenCompose(after -> after);
    }

    private CompletableFuture<Void> runErrorAction(Action action, ActionInput input) {
        CompletableFuture<List<Detail>> running = call(action, input);
        return running.handle((details, failure) -> endErrorAction(action, input, running))
                .thenCompose(after -> after);
    }

    private CompletableFuture<Void> endErrorAction(
            Action action, ActionInput input, CompletableFuture<List<Detail>> finished) {
        String error = keep(ActionRecord.ERROR_ACTION, action, input, finished);
        rule.tally().errorAction(error.isEmpty());
        return CompletableFuture.completedFuture(null);
    }

    private static CompletableFuture<List<String>> render(CompiledAction action, Evaluation evaluation) {
        try {
            return CompletableFuture.completedFuture(action.render(evaluation));
        } catch (Suspended waiting) {
            return waiting.until().toCompletableFuture().thenCompose(done -> render(action, evaluation));
        } catch (FunctionFailed failed) {
            return CompletableFuture.failedFuture(failed);
        }
    }

    private void complain(int index, Action action, String resource, String reason) {
        boolean onError = index == ActionRecord.ERROR_ACTION;
        parts.complaints()
                .warn(
                        rule.name() + " " + index,
                        "rule %s: the %s %s on '%s' failed for message %s: %s"
                                .formatted(
                                        rule.name(),
                                        onError ? "error action" : "action",
                                        action.awsName(),
                                        resource,
                                        kept.message().id(),
                                        reason));
    }

    private static String reason(Throwable failure) {
        String text = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return failure instanceof AwsException aws ? aws.code() + ": " + text : text;
    }
}
