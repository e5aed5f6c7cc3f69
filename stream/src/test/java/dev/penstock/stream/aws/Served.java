package dev.penstock.stream.aws;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.stream.LocalStreams;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import java.net.URI;

/** Streams in memory behind HTTP on a free port: what the AWS implementation takes for the service. */
final class Served implements AutoCloseable {
    final SystemTime time = new SystemTime();
    final LocalStreams local;
    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);

    Served(StreamSettings settings) {
        local = StreamFactory.local(AwsIdentity.DEFAULT, time, settings);
        endpoint.register(local.api());
        endpoint.start();
    }

    URI uri() {
        return endpoint.uri();
    }

    @Override
    public void close() {
        endpoint.close();
        local.streams().close();
        time.close();
    }
}
