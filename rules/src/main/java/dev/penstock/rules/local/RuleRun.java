package dev.penstock.rules.local;

import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.action.Action;
import dev.penstock.rules.action.ActionInput;
import dev.penstock.rules.eval.Evaluation;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One rule that fired: runs its actions in order, and when some failed its error action once, with all failures. */
final class RuleRun {
    private final EngineParts parts;
    private final KeptMessage kept;
    private final DeployedRule rule;
    private final Evaluation evaluation;
    private final Bytes output;
    private final int depth;
    private final RuleFailures failures = new RuleFailures();
    private int next;
    private boolean errorActionRan;
    private @Nullable CompletableFuture<List<Action.Detail>> running;

    RuleRun(EngineParts parts, KeptMessage kept, DeployedRule rule, Evaluation evaluation, Bytes output, int depth) {
        this.parts = parts;
        this.kept = kept;
        this.rule = rule;
        this.evaluation = evaluation;
        this.output = output;
        this.depth = depth;
    }

    /** As {@link MessageRun#proceed}. */
    boolean proceed(Runnable resume) {
        while (true) {
            if (running == null) {
                running = start();
                if (running == null) {
                    return true;
                }
            }
            if (!running.isDone()) {
                running.whenComplete((details, failure) -> resume.run());
                return false;
            }
            finish(running);
            running = null;
        }
    }

    private @Nullable CompletableFuture<List<Action.Detail>> start() {
        if (next < rule.actions().size()) {
            return run(rule.actions().get(next), output);
        }
        Action errorAction = rule.errorAction();
        if (failures.isEmpty() || errorAction == null || errorActionRan) {
            return null;
        }
        PublishedMessage message = kept.message();
        errorActionRan = true;
        return run(
                errorAction,
                failures.document(
                        rule.name(),
                        message,
                        evaluation.message().clientId(),
                        evaluation.message().traceId()));
    }

    private CompletableFuture<List<Action.Detail>> run(Action action, Bytes payload) {
        try {
            return action.run(new ActionInput(evaluation, payload, rule.name(), depth))
                    .toCompletableFuture();
        } catch (RuntimeException thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
    }

    private void finish(CompletableFuture<List<Action.Detail>> finished) {
        int index = errorActionRan ? ActionRecord.ERROR_ACTION : next;
        try {
            List<Action.Detail> details = finished.join();
            parts.ring().record(kept, new ActionRecord(rule.name(), index, details, ""));
            if (!errorActionRan) {
                rule.tally().succeeded();
            }
        } catch (CompletionException failed) {
            failed(index, reason(failed.getCause() == null ? failed : failed.getCause()));
        }
        next++;
    }

    private void failed(int index, String reason) {
        parts.ring().record(kept, new ActionRecord(rule.name(), index, List.of(), reason));
        Action action = errorActionRan && rule.errorAction() != null
                ? rule.errorAction()
                : rule.actions().get(next);
        String resource = action.resource(evaluation);
        if (!errorActionRan) {
            rule.tally().failed();
            failures.add(action.awsName(), resource, reason);
        }
        parts.complaints()
                .warn(
                        rule.name() + " " + action.kind(),
                        "rule %s: the %s %s on '%s' failed for message %s: %s"
                                .formatted(
                                        rule.name(),
                                        errorActionRan ? "error action" : "action",
                                        action.kind(),
                                        resource,
                                        kept.message().id(),
                                        reason));
    }

    private static String reason(Throwable failure) {
        String text = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return failure instanceof AwsException aws ? aws.code() + ": " + text : text;
    }
}
