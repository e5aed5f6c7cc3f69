package dev.penstock.stream;

import java.time.Duration;

/**
 * What a stream looks like now.
 *
 * @param records records put since it was created; 0 when unknown (AWS)
 * @param heldBytes bytes it holds now, partition keys included; 0 when unknown (AWS)
 * @param arn {@code arn:aws:kinesis:region:account:stream/name}
 */
public record StreamSummary(
        String name, String arn, int openShards, Duration retention, long records, long heldBytes) {}
