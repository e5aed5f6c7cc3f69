package dev.penstock.stream.wire;

import dev.penstock.platform.wire.AwsJsonService;
import dev.penstock.stream.local.InMemoryStreams;

/** The table of operations. */
public final class KinesisOperations {

    private KinesisOperations() {}

    /** The service over streams in memory. */
    public static AwsJsonService service(InMemoryStreams streams) {
        return new AwsJsonService("Kinesis_20131202");
    }
}
