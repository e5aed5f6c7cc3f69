package dev.penstock.rules;

import java.util.Map;

/**
 * Counters since the engine started. For each rule: messages = matched + notMatched.
 *
 * @param messages messages taken over
 */
public record RuleCounters(long messages, Map<String, PerRule> rules) {

    public RuleCounters {
        rules = Map.copyOf(rules);
    }

    /**
     * @param matched the topic matched and WHERE was true
     * @param notMatched the topic did not match, or WHERE was not true, or the payload could not be read
     * @param actionsSucceeded actions that ran
     * @param actionsFailed actions that were given up
     * @param errorActionsSucceeded error actions that ran
     * @param errorActionsFailed error actions that were given up: their failures are in the log only
     */
    public record PerRule(
            long matched,
            long notMatched,
            long actionsSucceeded,
            long actionsFailed,
            long errorActionsSucceeded,
            long errorActionsFailed) {

        /** No error action has run. */
        public PerRule(long matched, long notMatched, long actionsSucceeded, long actionsFailed) {
            this(matched, notMatched, actionsSucceeded, actionsFailed, 0, 0);
        }
    }
}
