package dev.penstock.rules.eval;

/** What became of a rule whose topic filter matched. */
public enum Verdict {
    FIRED("fired"),
    WHERE_FALSE("did not fire: WHERE is false"),
    WHERE_UNDEFINED("did not fire: WHERE is Undefined"),
    /** For example a number or the String {@code 'true'}: only the Boolean fires. */
    WHERE_NOT_BOOLEAN("did not fire: WHERE is not a Boolean"),
    /** WHERE is Undefined, and the payload whose members the rule reads does not count as JSON. */
    PAYLOAD_NOT_JSON("did not fire: the payload is not JSON"),
    /** {@code SELECT *} with other items has no object to add them to. */
    OUTPUT_IMPOSSIBLE("did not fire: the payload cannot be part of the output"),
    /** An external function has no answer, or a limit of the language is exceeded; the reason says which. */
    FUNCTION_FAILED("did not fire: a function failed"),
    /** Only in an explanation, while an external function has not answered. */
    WAITING("waits for the answer of a function");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    /** To put after the name of the rule. */
    public String text() {
        return text;
    }
}
