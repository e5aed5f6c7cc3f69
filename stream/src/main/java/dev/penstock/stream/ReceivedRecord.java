package dev.penstock.stream;

import dev.penstock.platform.data.Bytes;

/** A record that came from elsewhere, with all of its parts. */
record ReceivedRecord(SequenceNumber sequenceNumber, String partitionKey, Bytes data, long arrivalMillis)
        implements StreamRecord {}
