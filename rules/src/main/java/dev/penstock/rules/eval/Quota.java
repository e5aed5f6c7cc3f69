package dev.penstock.rules.eval;

/**
 * How often a rule may call an external function for one message.
 *
 * @param withTemplates whether the calls in templates of the rule's actions count together with those of its statement;
 *     else they do not count at all
 */
public record Quota(int calls, boolean withTemplates) {
    /** As often as it likes. */
    public static final Quota UNLIMITED = new Quota(Integer.MAX_VALUE, false);
}
