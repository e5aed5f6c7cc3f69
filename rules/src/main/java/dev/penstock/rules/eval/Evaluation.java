package dev.penstock.rules.eval;

import dev.penstock.rules.sql.SqlVersion;
import java.util.Arrays;

/**
 * One rule at work on one message: the input, and the values that SET gave to variables. The templates of the rule's
 * actions are evaluated in the same evaluation. Used by one thread at a time.
 */
public final class Evaluation {
    private final MessageInput message;
    private final SqlVersion version;
    private final long seed;
    private final Scope top;
    private final Value[] variables;
    private int iteration;

    Evaluation(MessageInput message, String ruleName, SqlVersion version, int variableCount) {
        this.message = message;
        this.version = version;
        seed = Randomness.mix(message.seed(), Randomness.site(ruleName));
        variables = new Value[variableCount];
        Arrays.fill(variables, Value.Undefined.INSTANCE);
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
        return Randomness.mix(seed, site * 31 + iteration);
    }

    Scope top() {
        return top;
    }

    Value variable(int slot) {
        return variables[slot];
    }

    void assign(int slot, Value value) {
        variables[slot] = value;
    }

    int iteration() {
        return iteration;
    }

    void iteration(int number) {
        iteration = number;
    }
}
