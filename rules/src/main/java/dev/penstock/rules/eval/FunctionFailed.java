package dev.penstock.rules.eval;

/**
 * An external function has no answer, which ends the rule; the message says which one and why. Carries no stack trace:
 * what matters happened elsewhere.
 */
public sealed class FunctionFailed extends RuntimeException permits LimitExceeded {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    enum Kind {
        /** The service answered with an error; {@code get_or_default} helps. */
        FAILED,
        /** A limit of the language is exceeded; nothing helps. */
        LIMIT,
        /** Nobody has asked, or the service has not answered yet; only while explaining. */
        UNANSWERED
    }

    FunctionFailed(Kind kind, String reason) {
        super(reason, null, false, false);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    /** Which function, and why. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
