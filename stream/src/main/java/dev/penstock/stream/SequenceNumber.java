package dev.penstock.stream;

import java.math.BigInteger;

/** The position of a record in its shard: a large positive number, compared as a number. */
public record SequenceNumber(BigInteger value) implements Comparable<SequenceNumber> {

    /** Reads the decimal form. */
    public static SequenceNumber parse(String text) {
        return new SequenceNumber(new BigInteger(text));
    }

    @Override
    public int compareTo(SequenceNumber other) {
        return value.compareTo(other.value);
    }

    /** The decimal form that AWS shows. */
    @Override
    public String toString() {
        return value.toString();
    }
}
