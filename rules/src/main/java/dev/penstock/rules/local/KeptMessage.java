package dev.penstock.rules.local;

import dev.penstock.broker.PublishedMessage;
import dev.penstock.rules.eval.Answers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A message that can be explained, with the rules as they were and the seed of its random values, so that evaluating it
 * again gives the same. There is one for each message that comes in: it has no collection before it needs one.
 */
final class KeptMessage {
    private static final int OVERHEAD = 300;

    private final PublishedMessage message;
    private final RuleSet rules;
    private final long seed;
    private volatile List<ActionRecord> records = List.of();
    private volatile Map<String, Answers> answers = Map.of();
    private int held;

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

    synchronized void answered(String rule, Answers given) {
        Map<String, Answers> changed = new HashMap<>(answers);
        changed.put(rule, given);
        answers = changed;
    }

    synchronized void record(ActionRecord record) {
        if (records.isEmpty()) {
            records = List.of(record);
        } else {
            List<ActionRecord> changed = new ArrayList<>(records);
            changed.add(record);
            records = List.copyOf(changed);
        }
    }

    /** What the ring that holds it counts for it, 0 when none does; guarded by the ring's lock. */
    int held() {
        return held;
    }

    void hold(int bytes) {
        held = bytes;
    }

    /** About how much memory it takes without its records. */
    int bytes() {
        return OVERHEAD
                + message.payload().length()
                + 2 * (message.topic().length() + message.clientId().length());
    }
}
