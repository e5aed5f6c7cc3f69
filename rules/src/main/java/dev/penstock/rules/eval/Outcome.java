package dev.penstock.rules.eval;

import dev.penstock.platform.data.Bytes;

/**
 * The result of a rule for a message.
 *
 * @param output what the actions get; empty when the rule did not fire
 * @param reason which function failed and why; empty when none did
 */
public record Outcome(Verdict verdict, Bytes output, String reason) {

    static Outcome of(Bytes output) {
        return new Outcome(Verdict.FIRED, output, "");
    }

    static Outcome not(Verdict verdict) {
        return new Outcome(verdict, Bytes.EMPTY, "");
    }

    static Outcome failed(FunctionFailed failure) {
        Verdict verdict = failure.kind() == FunctionFailed.Kind.UNANSWERED ? Verdict.WAITING : Verdict.FUNCTION_FAILED;
        return new Outcome(verdict, Bytes.EMPTY, failure.reason());
    }

    public boolean fired() {
        return verdict == Verdict.FIRED;
    }
}
