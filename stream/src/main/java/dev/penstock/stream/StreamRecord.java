package dev.penstock.stream;

import dev.penstock.platform.data.Bytes;
import java.time.Instant;

/**
 * One record as a consumer reads it. Records of local streams are views: each call makes what it gives, so keep the result
 * when it is needed twice.
 */
public interface StreamRecord {

    /** A record that is not in a local stream. */
    static StreamRecord of(SequenceNumber sequenceNumber, String partitionKey, Bytes data, Instant approximateArrival) {
        return new ReceivedRecord(sequenceNumber, partitionKey, data, approximateArrival.toEpochMilli());
    }

    SequenceNumber sequenceNumber();

    String partitionKey();

    /** The payload, often a part of an array with the payloads of others: what is kept for long is to be copied. */
    Bytes data();

    /** When it arrived, in milliseconds since the epoch. */
    long arrivalMillis();

    /** When it arrived. */
    default Instant approximateArrival() {
        return Instant.ofEpochMilli(arrivalMillis());
    }
}
