package dev.penstock.rules.local;

import dev.penstock.rules.eval.Answers;
import dev.penstock.rules.eval.Verdict;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionInput;

/** What happens to messages, for logs. Called on the hot path: implementations must be quick and must not block. */
interface RuleEvents {
    /** Nobody listens. */
    RuleEvents NONE = new RuleEvents() {};

    /** The rule's filter matches, or Basic Ingest names it; WHERE is not looked at yet. */
    default void matched(DeployedRule rule, KeptMessage message) {}

    /** The rule's filter matches and it did not fire. */
    default void notFired(DeployedRule rule, KeptMessage message, Verdict verdict) {}

    /** An action or the error action is about to run. */
    default void starting(DeployedRule rule, KeptMessage message, Action action) {}

    /**
     * An action or the error action has ended.
     *
     * @param error empty when it succeeded
     */
    default void ended(DeployedRule rule, KeptMessage message, Action action, ActionInput input, String error) {}

    /** The rule has asked functions of other services, or their templates have; called once they are all answered. */
    default void functionsAnswered(DeployedRule rule, KeptMessage message, Answers answers) {}

    /** Basic Ingest names a rule that is not there or is disabled. */
    default void ruleNotFound(String ruleName, KeptMessage message) {}
}
