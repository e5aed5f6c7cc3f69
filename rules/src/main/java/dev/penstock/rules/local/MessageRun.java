package dev.penstock.rules.local;

import dev.penstock.broker.PublishedMessage;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.MessageInput;
import dev.penstock.rules.eval.Outcome;
import dev.penstock.rules.eval.Verdict;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One message on its way through the rules: evaluates those that match, then runs the actions of those that fired, rule
 * by rule and one after the other. Used by the lane's thread; only {@link #abandon} is called from others.
 */
final class MessageRun {
    private static final Logger log = LoggerFactory.getLogger(MessageRun.class);

    private final EngineParts parts;
    private final RuleSet rules;
    private final PublishedMessage message;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private @Nullable Queue<RuleRun> firing;

    MessageRun(EngineParts parts, RuleSet rules, PublishedMessage message) {
        this.parts = parts;
        this.rules = rules;
        this.message = message;
    }

    String id() {
        return message.id();
    }

    String topic() {
        return message.topic();
    }

    String clientId() {
        return message.clientId();
    }

    CompletableFuture<Void> done() {
        return done;
    }

    /**
     * Goes on as far as possible without waiting.
     *
     * @param resume called, from any thread, when it is worth going on
     * @return whether everything is done
     */
    boolean proceed(Runnable resume) {
        if (firing == null) {
            firing = evaluate();
        }
        for (RuleRun run = firing.peek(); run != null; run = firing.peek()) {
            if (!run.proceed(resume)) {
                return false;
            }
            firing.remove();
        }
        return true;
    }

    void complete() {
        done.complete(null);
    }

    /** The engine closes: the message was not dealt with, so whoever published it must not believe it was. */
    void abandon() {
        done.completeExceptionally(new IllegalStateException("the rules engine is closed"));
    }

    private Queue<RuleRun> evaluate() {
        long seed = parts.seedOf(message);
        KeptMessage kept = new KeptMessage(message, rules, seed);
        parts.ring().add(kept);
        parts.evaluated().increment();
        List<DeployedRule> matching = rules.matching(message.topic());
        Queue<RuleRun> fired = new ArrayDeque<>(matching.size());
        if (!matching.isEmpty()) {
            MessageInput input = parts.input(message, seed);
            int depth = parts.republications().depthOf(message.clientId());
            for (DeployedRule rule : matching) {
                evaluate(rule, input, kept, depth, fired);
            }
        } else if (RuleSet.isBasicIngest(message.topic())) {
            parts.complaints()
                    .warn(
                            "basic ingest " + RuleSet.basicIngestRule(message.topic()),
                            "RuleNotFound: '%s' names a rule that does not exist or is disabled; the message is dropped, as in AWS"
                                    .formatted(message.topic()));
        }
        log.debug("trace={} '{}' matched {} rules, {} fired", id(), topic(), matching.size(), fired.size());
        return fired;
    }

    private void evaluate(DeployedRule rule, MessageInput input, KeptMessage kept, int depth, Queue<RuleRun> fired) {
        Evaluation evaluation = rule.program().begin(input, rule.name());
        Outcome outcome = rule.program().run(evaluation);
        if (outcome.fired()) {
            rule.tally().matched();
            fired.add(new RuleRun(parts, kept, rule, evaluation, outcome.output(), depth));
        } else if (outcome.verdict() == Verdict.PAYLOAD_NOT_JSON || outcome.verdict() == Verdict.OUTPUT_IMPOSSIBLE) {
            parts.complaints()
                    .warn(
                            rule.name(),
                            "rule %s %s (message %s on '%s': %s); the message is acknowledged all the same, as in AWS"
                                    .formatted(
                                            rule.name(),
                                            outcome.verdict().text(),
                                            id(),
                                            topic(),
                                            input.payload().problem()));
        }
    }
}
