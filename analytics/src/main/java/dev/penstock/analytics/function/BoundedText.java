package dev.penstock.analytics.function;

import dev.penstock.analytics.type.RowFailure;

/**
 * A text that a regular expression may look at only so often. Matching cannot be interrupted, and a pattern that
 * backtracks without end would stop the application: it fails for the row instead.
 */
final class BoundedText implements CharSequence {
    private static final int MAX_READS = 5_000_000;

    private final CharSequence text;
    private final int[] reads;

    BoundedText(String text) {
        this(text, new int[1]);
    }

    private BoundedText(CharSequence text, int[] reads) {
        this.text = text;
        this.reads = reads;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++reads[0] > MAX_READS) {
            throw RowFailure.evaluation("the regular expression takes too long for a text of %d characters"
                    .formatted(text.length()));
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
