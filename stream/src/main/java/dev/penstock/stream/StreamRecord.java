package dev.penstock.stream;

import dev.penstock.platform.data.Bytes;
import java.time.Instant;

/** One record as a consumer reads it. */
public record StreamRecord(
        SequenceNumber sequenceNumber, String partitionKey, Bytes data, Instant approximateArrival) {}
