package dev.penstock.analytics.function;

import dev.penstock.analytics.type.RowFailure;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;

/**
 * A text that a regular expression may look at only so often. Matching cannot be interrupted, and a pattern that
 * backtracks without end would stop the application: it fails for the row instead.
 */
public final class BoundedText implements CharSequence {
    private static final int MAX_READS = 5_000_000;

    private final CharSequence text;
    private final int[] reads;

    public BoundedText(String text) {
        this(text, new int[1]);
    }

    private BoundedText(CharSequence text, int[] reads) {
        this.text = text;
        this.reads = reads;
    }

    /** As {@link Matcher#find()}; fails for a pattern that repeats too often. */
    public static boolean find(Matcher matcher) {
        return guarded(matcher::find);
    }

    /** As {@link Matcher#matches()}. */
    public static boolean matches(Matcher matcher) {
        return guarded(matcher::matches);
    }

    /** Java's matcher recurses: for each repetition of a group it goes one call deeper. */
    private static boolean guarded(BooleanSupplier match) {
        try {
            return match.getAsBoolean();
        } catch (StackOverflowError tooDeep) {
            throw RowFailure.evaluation("the regular expression repeats a group too often for this text");
        }
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++reads[0] > MAX_READS) {
            throw RowFailure.evaluation(
                    "the regular expression takes too long for a text of %d characters".formatted(text.length()));
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new BoundedText(text.subSequence(start, end), reads);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
