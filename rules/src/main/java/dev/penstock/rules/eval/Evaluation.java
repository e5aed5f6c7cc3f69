package dev.penstock.rules.eval;

import dev.penstock.rules.sql.SqlVersion;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One rule at work on one message: the input, the values that SET gave to variables, and what external functions
 * answered. The templates of the rule's actions are evaluated in the same evaluation. Used by one thread at a time.
 */
public final class Evaluation {
    private static final Value[] NOTHING = {};

    /** What one message may cost one rule: some tenths of a second, far more than a rule that makes sense needs. */
    private static final long STEPS = 20_000_000;

    /** An explanation evaluates everything again, level by level; after an evaluation that took too long, not for long. */
    private static final long EXPLAINING = 8;

    private static final int CHARACTERS_PER_STEP = 8;

    private final MessageInput message;
    private final SqlVersion version;
    private final String ruleName;
    private final Scope top;
    private final Variables variables;
    private final Value[] values;
    private final @Nullable Value[] members;
    private final ExternalCalls calls;
    private int assigned;
    private long bytesAssigned;
    private long iteration;
    private long steps = STEPS;

    Evaluation(
            MessageInput message,
            String ruleName,
            SqlVersion version,
            Variables variables,
            int names,
            ExternalCalls calls) {
        this.message = message;
        this.version = version;
        this.variables = variables;
        this.calls = calls;
        this.ruleName = ruleName;
        members = names == 0 ? NOTHING : new Value[names];
        values = variables.count() == 0 ? NOTHING : new Value[variables.count()];
        Arrays.fill(values, Value.Undefined.INSTANCE);
        top = Scope.ofPayload(this);
    }

    public MessageInput message() {
        return message;
    }

    public SqlVersion version() {
        return version;
    }

    public Numbers numbers() {
        return Numbers.of(version);
    }

    /** A seed for the random value wanted at one place of the rule; another one for each element of a nested query. */
    public long seedAt(long site) {
        long seed = Randomness.mix(message.seed(), Randomness.site(ruleName));
        return Randomness.mix(seed, site * 31 + iteration);
    }

    /** What external functions have answered so far. */
    public Answers answers() {
        return calls.answers();
    }

    /**
     * Counts work whose amount the message or the rule decides. A step is about a comparison of two characters.
     *
     * @throws LimitExceeded when it is more than one message may cost; from then on always
     */
    public void spend(long more) {
        steps -= more;
        if (steps < 0) {
            throw new LimitExceeded("it takes more than the %d steps that a rule has for one message".formatted(STEPS));
        }
    }

    /**
     * Counts a text that is made or read through.
     *
     * @throws LimitExceeded when it is longer than any text may get, or there was too much already
     */
    public void spendText(long length) {
        JsonText.checkLength(length);
        spend(1 + length / CHARACTERS_PER_STEP);
    }

    /**
     * Counts a search for a text in another, which at worst compares each character of the one at each place of the other.
     *
     * @throws LimitExceeded when there was too much already
     */
    public void spendSearch(String text, String part) {
        spend(1 + Math.max(0, text.length() - part.length() + 1L) * part.length() / CHARACTERS_PER_STEP);
    }

    /** Whether {@link #spend} throws whatever it gets. */
    boolean isExhausted() {
        return steps < 0;
    }

    /** From now on for an explanation. */
    void beginExplaining() {
        steps = isExhausted() ? STEPS / EXPLAINING : STEPS * EXPLAINING;
    }

    Scope top() {
        return top;
    }

    ExternalCalls calls() {
        return calls;
    }

    /**
     * Gives the variables their values, those that have none yet, in the order of SET.
     *
     * @throws Suspended as soon as one has to wait; call it again
     * @throws FunctionFailed when one fails or is too large
     */
    void assign() {
        for (; assigned < values.length; assigned++) {
            Value value = variables.evaluate(assigned, top);
            bytesAssigned += variables.size(assigned, value, bytesAssigned);
            values[assigned] = value;
        }
    }

    Value variable(int slot) {
        return values[slot];
    }

    /** A member of the payload; looked up once however often the statement names it. */
    Value member(int slot, MemberKey key) {
        Value known = members[slot];
        if (known == null) {
            known = top.lookup(key);
            members[slot] = known;
        }
        return known;
    }

    long iteration() {
        return iteration;
    }

    void iteration(long number) {
        iteration = number;
    }
}
