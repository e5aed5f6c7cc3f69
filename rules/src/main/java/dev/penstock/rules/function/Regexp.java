package dev.penstock.rules.function;

import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.LimitExceeded;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of java.util.regex that cannot run for ever and cannot exhaust the stack: every look at a character
 * counts as steps of the evaluation, and now and then the calls on the stack are counted. Immutable.
 */
final class Regexp {
    /** Its compiler calls itself for each part that follows another. */
    private static final int MAX_LENGTH = 4096;

    /** Steps between two looks at a character. */
    private static final double MAX_COST = 1000;

    /** Of these one step of an evaluation pays. */
    private static final double CHEAP = 64;

    private final Pattern pattern;
    private final double cost;

    private Regexp(Pattern pattern, double cost) {
        this.pattern = pattern;
        this.cost = cost;
    }

    /**
     * Null when it is not a regular expression.
     *
     * @throws LimitExceeded when it is one that could take for ever whatever the text is
     */
    static @Nullable Regexp of(String regex) {
        if (regex.length() > MAX_LENGTH) {
            throw new LimitExceeded("a regular expression has %d characters, at most %d are allowed"
                    .formatted(regex.length(), MAX_LENGTH));
        }
        double cost = RegexpCost.of(regex);
        if (cost > MAX_COST) {
            throw new LimitExceeded(
                    "the regular expression %s repeats what may be empty in too many ways".formatted(regex));
        }
        try {
            return new Regexp(Pattern.compile(regex), cost);
        } catch (PatternSyntaxException invalid) {
            return null;
        }
    }

    /**
     * Finds it in a text.
     *
     * @return throws LimitExceeded from its methods when finding takes too long
     */
    Matcher matcher(String text, Evaluation evaluation) {
        long perStep = 1 + (long) (cost / CHEAP);
        evaluation.spend(perStep * (1 + text.length()));
        return pattern.matcher(new CountedText(text, evaluation, perStep, cost));
    }
}
