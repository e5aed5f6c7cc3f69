package dev.penstock.rules.local;

import dev.penstock.broker.PublishedMessage;
import dev.penstock.rules.action.CompiledAction;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.MessageInput;
import dev.penstock.rules.eval.Outcome;
import dev.penstock.rules.eval.Verdict;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One message on its way into the actions: evaluates the rules that match, then hands the actions of those that fired to
 * their queues, waiting where a queue is full. Used by the lane's thread; only {@link #abandon} is called from others.
 */
final class MessageRun {
    private static final Logger log = LoggerFactory.getLogger(MessageRun.class);

    private final EngineParts parts;
    private final RuleSet rules;
    private final PublishedMessage message;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Queue<Offer> offers = new ArrayDeque<>(4);
    private @Nullable Matching matching;

    /** An action that is to be offered to its queue. */
    private record Offer(ActionQueue queue, ActionRun run) {}

    /** The rules that match and are not evaluated yet, and what they read. */
    private record Matching(KeptMessage kept, MessageInput input, int depth, Iterator<DeployedRule> rules) {}

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
     * @return whether every action has the message
     */
    boolean proceed(Runnable resume) {
        if (matching == null) {
            matching = match();
        }
        while (matching.rules().hasNext()) {
            evaluate(matching.rules().next(), matching);
        }
        for (Offer offer = offers.peek(); offer != null; offer = offers.peek()) {
            if (!offer.queue().offer(offer.run(), resume)) {
                return false;
            }
            offers.remove();
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

    private Matching match() {
        long seed = parts.seedOf(message);
        KeptMessage kept = new KeptMessage(message, rules, seed);
        parts.ring().add(kept);
        parts.evaluated().increment();
        List<DeployedRule> found = rules.matching(message.topic());
        if (found.isEmpty() && RuleSet.isBasicIngest(message.topic())) {
            ruleNotFound(RuleSet.basicIngestRule(message.topic()), kept);
        }
        log.debug("trace={} '{}' matches {} rules", id(), topic(), found.size());
        int depth = parts.republications().depthOf(message.clientId());
        return new Matching(kept, parts.input(message, seed), depth, found.iterator());
    }

    private void ruleNotFound(String name, KeptMessage kept) {
        parts.events().ruleNotFound(name, kept);
        parts.complaints()
                .warn(
                        "basic ingest " + name,
                        "RuleNotFound: '%s' names a rule that does not exist or is disabled; the message is dropped, as in AWS"
                                .formatted(topic()));
    }

    private void evaluate(DeployedRule rule, Matching matched) {
        parts.events().matched(rule, matched.kept());
        Evaluation evaluation = rule.program().begin(matched.input(), rule.name());
        Outcome outcome = rule.program().run(evaluation);
        if (outcome.fired()) {
            rule.tally().matched();
            fire(rule, matched, evaluation, outcome);
            return;
        }
        parts.events().notFired(rule, matched.kept(), outcome.verdict());
        if (outcome.verdict() == Verdict.PAYLOAD_NOT_JSON || outcome.verdict() == Verdict.OUTPUT_IMPOSSIBLE) {
            parts.complaints()
                    .warn(
                            rule.name(),
                            "rule %s %s (message %s on '%s': %s); the message is acknowledged all the same, as in AWS"
                                    .formatted(
                                            rule.name(),
                                            outcome.verdict().text(),
                                            id(),
                                            topic(),
                                            matched.input().payload().problem()));
        }
    }

    private void fire(DeployedRule rule, Matching matched, Evaluation evaluation, Outcome outcome) {
        RuleFiring firing =
                new RuleFiring(parts, matched.kept(), rule, matched.input().traceId(), matched.depth());
        for (int i = 0; i < rule.actions().size(); i++) {
            CompiledAction action = rule.actions().get(i);
            offers.add(new Offer(
                    rule.queues().get(i),
                    new ActionRun(firing, i, firing.input(action, evaluation, outcome.output()))));
        }
    }
}
