package dev.penstock.rules.local;

import dev.penstock.broker.PublishedMessage;
import dev.penstock.rules.eval.MessageInput;
import dev.penstock.rules.eval.Suspended;
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
 * their queues. It waits, without the thread, for external functions and for room in a queue. Used by the lane's thread; only {@link #abandon} is called from others.
 */
final class MessageRun {
    private static final Logger log = LoggerFactory.getLogger(MessageRun.class);

    private final EngineParts parts;
    private final RuleSet rules;
    private final PublishedMessage message;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Queue<Offer> offers = new ArrayDeque<>(4);
    private @Nullable Matching matching;
    private @Nullable RuleEvaluation evaluating;

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
        if (!evaluate(matching, resume)) {
            return false;
        }
        for (Offer offer = offers.peek(); offer != null; offer = offers.peek()) {
            if (!offer.queue().offer(offer.run(), resume)) {
                return false;
            }
            offers.remove();
        }
        return true;
    }

    private boolean evaluate(Matching matched, Runnable resume) {
        try {
            for (RuleEvaluation rule = evaluating(matched); rule != null; rule = evaluating(matched)) {
                List<ActionRun> runs = rule.proceed();
                for (ActionRun run : runs) {
                    offers.add(new Offer(rule.rule().queues().get(run.index()), run));
                }
                evaluating = null;
            }
            return true;
        } catch (Suspended waiting) {
            waiting.until().whenComplete((done, never) -> resume.run());
            return false;
        }
    }

    private @Nullable RuleEvaluation evaluating(Matching matched) {
        if (evaluating == null && matched.rules().hasNext()) {
            DeployedRule rule = matched.rules().next();
            parts.events().matched(rule, matched.kept());
            evaluating = new RuleEvaluation(parts, matched.kept(), rule, matched.input(), matched.depth());
        }
        return evaluating;
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
}
