package dev.penstock.functions.clients;

import dev.penstock.functions.FunctionServices;
import dev.penstock.functions.FunctionSettings;
import dev.penstock.functions.Functions;
import dev.penstock.functions.FunctionsFactory;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.logs.LogGroups;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.stream.LocalStreams;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import java.net.URI;
import java.util.Map;

/** Functions, streams and logs behind one HTTP port: what clients connect to. */
final class LambdaServer implements AutoCloseable {
    private final SystemTime time = new SystemTime();
    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);
    private final LogGroups logs = new LogGroups(AwsIdentity.DEFAULT, time, LogGroups.DEFAULT_MAX_BYTES);
    private final LocalStreams streams = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults());
    private final Functions functions;

    LambdaServer() {
        endpoint.register(logs.api());
        endpoint.register(streams.api());
        endpoint.start();
        streams.streams().start();
        functions = FunctionsFactory.local(
                AwsIdentity.DEFAULT,
                time,
                FunctionServices.of(streams.streams(), logs),
                FunctionSettings.of(Map.of("AWS_ENDPOINT_URL", endpoint.uri().toString())));
        functions.start();
        FunctionsFactory.serve(functions, AwsIdentity.DEFAULT, time, endpoint);
    }

    URI uri() {
        return endpoint.uri();
    }

    Functions functions() {
        return functions;
    }

    LocalStreams streams() {
        return streams;
    }

    @Override
    public void close() {
        functions.close();
        endpoint.close();
        streams.streams().close();
        time.close();
    }
}
