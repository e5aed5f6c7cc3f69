package dev.penstock.stream;

import dev.penstock.platform.wire.AwsJsonService;
import dev.penstock.platform.wire.WireHandler;
import dev.penstock.stream.wire.FaultsApi;

/**
 * The in-memory streams of one pipeline, with both doors: the port for calls in the JVM and the Kinesis API for clients
 * over HTTP. Both show the same streams.
 *
 * @param streams the port
 * @param api the Kinesis operations in JSON and CBOR, to be registered with the pipeline's endpoint
 * @param faultsApi faults over HTTP
 */
public record LocalStreams(Streams streams, AwsJsonService api, WireHandler faultsApi) {
    /** The path at which {@link #faultsApi} is to be registered. */
    public static final String FAULTS_PATH = FaultsApi.PATH;
}
