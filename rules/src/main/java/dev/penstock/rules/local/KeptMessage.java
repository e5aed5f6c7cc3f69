package dev.penstock.rules.local;

import dev.penstock.broker.PublishedMessage;
import dev.penstock.rules.eval.Answers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A message that can be explained, with the rules as they were and the seed of its random values, so that evaluating it
 * again gives the same.
 */
final class KeptMessage {
    private static final int OVERHEAD = 300;

    private final PublishedMessage message;
    private final RuleSet rules;
    private final long seed;
    private final List<ActionRecord> records = new CopyOnWriteArrayList<>();
    private final Map<String, Answers> answers = new ConcurrentHashMap<>(1);

    KeptMessage(PublishedMessage message, RuleSet rules, long seed) {
        this.message = message;
        this.rules = rules;
        this.seed = seed;
    }

    PublishedMessage message() {
        return message;
    }

    RuleSet rules() {
        return rules;
    }

    long seed() {
        return seed;
    }

    List<ActionRecord> records() {
        return records;
    }

    /** What external functions have answered to a rule. */
    Answers answers(String rule) {
        return answers.getOrDefault(rule, Answers.NONE);
    }

    void answered(String rule, Answers given) {
        answers.put(rule, given);
    }

    void record(ActionRecord record) {
        records.add(record);
    }

    /** About how much memory it takes without its records. */
    int bytes() {
        return OVERHEAD
                + message.payload().length()
                + 2 * (message.topic().length() + message.clientId().length());
    }
}
