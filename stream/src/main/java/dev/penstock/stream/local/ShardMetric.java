package dev.penstock.stream.local;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The metrics of enhanced monitoring, in the order in which the API model lists them. */
public enum ShardMetric {
    INCOMING_BYTES("IncomingBytes"),
    INCOMING_RECORDS("IncomingRecords"),
    OUTGOING_BYTES("OutgoingBytes"),
    OUTGOING_RECORDS("OutgoingRecords"),
    WRITE_PROVISIONED_THROUGHPUT_EXCEEDED("WriteProvisionedThroughputExceeded"),
    READ_PROVISIONED_THROUGHPUT_EXCEEDED("ReadProvisionedThroughputExceeded"),
    ITERATOR_AGE_MILLISECONDS("IteratorAgeMilliseconds");

    private final String text;

    ShardMetric(String text) {
        this.text = text;
    }

    /** The name that clients use. */
    public String text() {
        return text;
    }

    /** The names of all. */
    public static List<String> texts() {
        return Arrays.stream(values()).map(ShardMetric::text).toList();
    }

    /** The metric of a name. */
    public static Optional<ShardMetric> of(String text) {
        return Arrays.stream(values())
                .filter(metric -> metric.text.equals(text))
                .findFirst();
    }
}
