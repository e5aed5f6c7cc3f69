package dev.penstock.rules.function;

import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.LimitExceeded;
import java.util.stream.Stream;

/**
 * A text that is searched for a regular expression, which counts how often it is looked at and how deep the calls are in
 * each other by then. Used by one thread.
 */
final class CountedText implements CharSequence {
    /** Of at most some 150 bytes each, in a stack of a megabyte. */
    private static final int MAX_CALLS = 4000;

    /** So many more there may be before they are counted. */
    private static final int UNCOUNTED_CALLS = 1000;

    /** Steps that it takes to count one. */
    private static final long COUNTING = 10;

    private static final StackWalker STACK = StackWalker.getInstance();

    private final String text;
    private final Evaluation evaluation;
    private final long perStep;
    private final double calls;
    private int counted;
    private int left;

    /**
     * @param perStep what a look at a character costs
     * @param calls how many more calls there can be in each other from one look at a character to the next
     */
    CountedText(String text, Evaluation evaluation, long perStep, double calls) {
        this.text = text;
        this.evaluation = evaluation;
        this.perStep = perStep;
        this.calls = calls;
        countAfter(UNCOUNTED_CALLS);
    }

    @Override
    public char charAt(int index) {
        if (--left < 0) {
            count();
        }
        return text.charAt(index);
    }

    private void count() {
        long deep = STACK.walk(Stream::count);
        evaluation.spend(perStep * counted + COUNTING * deep);
        if (deep > MAX_CALLS) {
            throw new LimitExceeded(
                    "a regular expression repeats a group too often in one text of %d characters; to repeat"
                                    .formatted(text.length())
                            + " one of several characters write [ab]* and not (a|b)*");
        }
        countAfter(MAX_CALLS + UNCOUNTED_CALLS - deep);
    }

    /** Looks at characters until so many calls can have been added. */
    private void countAfter(long more) {
        counted = (int) Math.max(1, more / (calls + 1));
        left = counted;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
