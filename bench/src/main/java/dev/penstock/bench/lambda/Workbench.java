package dev.penstock.bench.lambda;

import dev.penstock.functions.FunctionServices;
import dev.penstock.functions.FunctionSettings;
import dev.penstock.functions.Functions;
import dev.penstock.functions.FunctionsFactory;
import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.logs.LogGroups;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.Streams;
import java.util.Map;

/** Functions and streams of one pipeline in this JVM, with the settings that a user has. */
final class Workbench implements AutoCloseable {
    private static final Bytes EVENT = Bytes.utf8("{\"device\":\"d-1\",\"temperature\":21.5}");

    private final SystemTime time = new SystemTime();
    private final Streams streams;
    private final Functions functions;

    Workbench() {
        streams = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults())
                .streams();
        streams.start();
        functions = FunctionsFactory.local(
                AwsIdentity.DEFAULT,
                time,
                FunctionServices.of(streams, new LogGroups(AwsIdentity.DEFAULT, time, LogGroups.DEFAULT_MAX_BYTES)),
                FunctionSettings.of(Map.of()));
        functions.start();
    }

    Streams streams() {
        return streams;
    }

    Functions functions() {
        return functions;
    }

    /** Waits for the answer. */
    void invoke(String function) {
        InvocationResult result =
                functions.invoke(function, EVENT).toCompletableFuture().join();
        if (!result.succeeded()) {
            throw new IllegalStateException(
                    function + " failed: " + result.payload().utf8());
        }
    }

    @Override
    public void close() {
        functions.close();
        streams.close();
        time.close();
    }
}
