package dev.penstock.functions;

import dev.penstock.platform.logs.LogGroups;
import dev.penstock.stream.Streams;

/**
 * What functions use of the rest of the pipeline.
 *
 * @param streams where event source mappings read
 * @param logs where functions log
 * @param destinations where the ends of asynchronous invocations and discarded batches are told
 * @param tableStreams where event source mappings read the changes of tables
 */
public record FunctionServices(Streams streams, LogGroups logs, Destinations destinations, TableStreams tableStreams) {

    /** Streams and logs; nothing can be a destination, and there are no tables. */
    public static FunctionServices of(Streams streams, LogGroups logs) {
        return new FunctionServices(streams, logs, Destinations.NONE, TableStreams.NONE);
    }

    /** The same with these destinations. */
    public FunctionServices withDestinations(Destinations others) {
        return new FunctionServices(streams, logs, others, tableStreams);
    }

    /** The same with these tables. */
    public FunctionServices withTableStreams(TableStreams others) {
        return new FunctionServices(streams, logs, destinations, others);
    }
}
