package dev.penstock.stream;

import dev.penstock.platform.wire.AwsJsonService;

/**
 * The in-memory streams of one pipeline, with both doors: the port for calls in the JVM and the Kinesis API for clients
 * over HTTP. Both show the same streams.
 *
 * @param streams the port
 * @param api the Kinesis operations in JSON and CBOR, to be registered with the pipeline's endpoint
 */
public record LocalStreams(Streams streams, AwsJsonService api) {}
