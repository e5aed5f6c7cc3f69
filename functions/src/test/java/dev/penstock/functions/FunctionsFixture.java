package dev.penstock.functions;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.logs.LogGroups;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.Streams;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Functions and streams of one pipeline, for a test. */
public final class FunctionsFixture implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Longer than any timeout here, with the start of an environment on a busy machine. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Streams streams;
    private final LogGroups logGroups;
    private final Functions functions;

    public FunctionsFixture(Time time, int maxConcurrency) {
        this(
                time,
                FunctionSettings.of(Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:4566", "AWS_ACCESS_KEY_ID", "dummy"))
                        .withMaxConcurrency(maxConcurrency),
                Destinations.NONE);
    }

    public FunctionsFixture(Time time, FunctionSettings settings, Destinations destinations) {
        streams = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults())
                .streams();
        streams.start();
        logGroups = new LogGroups(AwsIdentity.DEFAULT, time, LogGroups.DEFAULT_MAX_BYTES);
        functions = FunctionsFactory.local(
                AwsIdentity.DEFAULT,
                time,
                FunctionServices.of(streams, logGroups).withDestinations(destinations),
                settings);
        functions.start();
    }

    public LogGroups logGroups() {
        return logGroups;
    }

    public Streams streams() {
        return streams;
    }

    public Functions functions() {
        return functions;
    }

    /** Creates function {@code f} with a timeout of 30 s. */
    public void create(String runtime, String handler, Path code) {
        create(runtime, handler, code, TIMEOUT, Map.of());
    }

    /** Creates function {@code f}. */
    public void create(String runtime, String handler, Path code, Duration timeout, Map<String, String> environment) {
        create(new FunctionSpec("f", runtime, handler, code, timeout, 256, environment));
    }

    /** Creates a function and initialises one environment of it, as a template does. */
    public void create(FunctionSpec spec) {
        functions.catalog().create(spec);
        functions.warmUp(spec.name());
    }

    /** Invokes {@code f} and waits for its result. */
    public InvocationResult invoke(String event) {
        try {
            return functions
                    .invoke("f", Bytes.utf8(event))
                    .toCompletableFuture()
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | InterruptedException | TimeoutException failure) {
            throw new AssertionError("invocation of f with " + event, failure);
        }
    }

    /** The payload of a successful invocation. */
    public String call(String event) {
        InvocationResult result = invoke(event);
        if (!result.succeeded()) {
            throw new AssertionError("f failed: " + result.payload().utf8());
        }
        return result.payload().utf8();
    }

    /** The newest log lines of {@code f}, but those that tell of the start of an environment. */
    public List<String> logs() {
        return functions.logs("f", 100).stream()
                .filter(line -> !line.startsWith("INIT_START "))
                .toList();
    }

    @Override
    public void close() {
        functions.close();
        streams.close();
    }
}
