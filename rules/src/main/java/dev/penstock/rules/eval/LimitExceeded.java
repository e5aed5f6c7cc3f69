package dev.penstock.rules.eval;

/** An evaluation ends because it would take more time or memory than one message may; nothing in the rule can help it. */
public final class LimitExceeded extends FunctionFailed {
    private static final long serialVersionUID = 1;

    /** @param reason which limit, in words */
    public LimitExceeded(String reason) {
        super(Kind.LIMIT, reason);
    }
}
