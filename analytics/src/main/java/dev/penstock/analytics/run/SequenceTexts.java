package dev.penstock.analytics.run;

import dev.penstock.stream.SequenceNumber;
import java.nio.charset.StandardCharsets;

/**
 * Sequence numbers as text. Every row has one, and those of a shard follow each other closely: only the last digits of one
 * that was written before need to be counted on.
 */
final class SequenceTexts {
    private static final int COUNTED_DIGITS = 18;
    private static final long LIMIT = 1_000_000_000_000_000_000L;

    private long high;
    private long middle;
    private long low;
    private byte[] digits = new byte[0];
    private long counted;

    /** The last digits as they are now; those that a next number shares stay. */
    private long shown;

    /** The decimal form. */
    String text(SequenceNumber number) {
        long ahead = number.low() - low;
        boolean isNear = digits.length > 0
                && number.fitsWords()
                && number.high() == high
                && number.middle() == middle
                && Long.compareUnsigned(number.low(), low) >= 0
                && ahead >= 0
                && ahead < LIMIT - counted;
        return isNear ? counted(counted + ahead) : known(number);
    }

    private String counted(long rest) {
        long value = rest;
        long before = shown;
        for (int i = digits.length - 1; value != before; i--) {
            long tenth = value / 10;
            digits[i] = (byte) ('0' + (value - tenth * 10));
            value = tenth;
            before /= 10;
        }
        shown = rest;
        return new String(digits, StandardCharsets.ISO_8859_1);
    }

    private String known(SequenceNumber number) {
        String text = number.toString();
        digits = new byte[0];
        if (number.fitsWords() && text.length() > COUNTED_DIGITS) {
            high = number.high();
            middle = number.middle();
            low = number.low();
            digits = text.getBytes(StandardCharsets.ISO_8859_1);
            counted = Long.parseLong(text.substring(text.length() - COUNTED_DIGITS));
            shown = counted;
        }
        return text;
    }
}
