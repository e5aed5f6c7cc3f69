package dev.penstock.rules.eval;

import dev.penstock.platform.data.Bytes;

/**
 * The result of a rule for a message.
 *
 * @param output what the actions get; empty when the rule did not fire
 */
public record Outcome(Verdict verdict, Bytes output) {

    static Outcome not(Verdict verdict) {
        return new Outcome(verdict, Bytes.EMPTY);
    }

    public boolean fired() {
        return verdict == Verdict.FIRED;
    }
}
