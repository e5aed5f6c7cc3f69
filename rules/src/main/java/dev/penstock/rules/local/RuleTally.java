package dev.penstock.rules.local;

import dev.penstock.rules.RuleCounters;
import java.util.concurrent.atomic.LongAdder;

/** The counts of one rule. */
final class RuleTally {
    private final LongAdder matched = new LongAdder();
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder errorActionsSucceeded = new LongAdder();
    private final LongAdder errorActionsFailed = new LongAdder();
    private final long messagesBefore;

    /** @param messagesBefore messages that were evaluated before the rule was there */
    RuleTally(long messagesBefore) {
        this.messagesBefore = messagesBefore;
    }

    void matched() {
        matched.increment();
    }

    void succeeded() {
        succeeded.increment();
    }

    void failed() {
        failed.increment();
    }

    void errorAction(boolean success) {
        (success ? errorActionsSucceeded : errorActionsFailed).increment();
    }

    /** Every message the rule was there for and that did not fire it counts as not matched: nobody counts those singly. */
    RuleCounters.PerRule counters(long messages) {
        long fired = matched.sum();
        return new RuleCounters.PerRule(
                fired,
                Math.max(0, messages - messagesBefore - fired),
                succeeded.sum(),
                failed.sum(),
                errorActionsSucceeded.sum(),
                errorActionsFailed.sum());
    }
}
