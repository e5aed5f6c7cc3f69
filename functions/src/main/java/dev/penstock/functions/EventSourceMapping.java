package dev.penstock.functions;

import java.time.Instant;

/** An event source mapping as it is at the moment of each call. */
public interface EventSourceMapping {

    /** Its UUID. */
    String id();

    /** {@code arn:aws:lambda:region:account:event-source-mapping:UUID}. */
    String arn();

    EventSourceMappingSpec spec();

    /** Of the function, with a version or alias when the mapping was made with one. */
    String functionArn();

    /**
     * {@code Enabled}, {@code Disabled}, or for less than 100 ms on the way there {@code Creating}, {@code Enabling},
     * {@code Disabling}, {@code Updating} or {@code Deleting}.
     */
    String state();

    /** {@code User action}. */
    String stateTransitionReason();

    /** When it was created, changed, or changed its state. */
    Instant lastModified();

    /** In AWS's words: {@code No records processed}, {@code OK} or {@code PROBLEM: ...}. */
    String lastProcessingResult();

    Counters counters();

    /** Where it stands in each shard and what it did there last. */
    MappingTimeline timeline();

    /**
     * @param recordsRead records taken from the shards
     * @param recordsDelivered records of batches that the function took
     * @param recordsDiscarded records given up after the last retry or for their age; each batch is logged as a warning
     * @param recordsFiltered records that no filter pattern matched
     * @param invocations attempts, retries included
     * @param failures attempts that failed
     * @param millisBehindLatest age of the oldest record that was read and is not yet delivered or discarded
     */
    record Counters(
            long recordsRead,
            long recordsDelivered,
            long recordsDiscarded,
            long recordsFiltered,
            long invocations,
            long failures,
            long millisBehindLatest) {}
}
