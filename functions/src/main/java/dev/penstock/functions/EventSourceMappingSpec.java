package dev.penstock.functions;

import dev.penstock.stream.StartingPosition;
import java.time.Duration;

/**
 * A mapping from a stream to a function.
 *
 * @param stream name of the stream
 * @param function name of the function
 * @param batchSize 1 to 10,000 records for each invocation
 * @param batchWindow 0 to 300 s: how long to gather records
 * @param maxRetries retries after the first attempt, 0 to 10,000; -1 retries until the record leaves the stream
 */
public record EventSourceMappingSpec(
        String stream, String function, StartingPosition from, int batchSize, Duration batchWindow, int maxRetries) {}
