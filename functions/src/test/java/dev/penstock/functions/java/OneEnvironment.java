package dev.penstock.functions.java;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.FunctionReference;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.runtime.Answer;
import dev.penstock.functions.runtime.Environment;
import dev.penstock.functions.runtime.EnvironmentSpec;
import dev.penstock.functions.runtime.InitFailure;
import dev.penstock.functions.runtime.Invocation;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.SystemTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One environment of a Java function, without pool and queue, for a test. */
final class OneEnvironment implements AutoCloseable {
    static final String REQUEST_ID = "8f507cfc-xmpl-4697-b07a-ac58fc914c95";
    private static final long LIMIT_SECONDS = 120;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final SystemTime time = new SystemTime();
    private final Environment environment;

    private OneEnvironment(
            Path code,
            String handler,
            List<Path> layers,
            Map<String, String> variables,
            @Nullable Consumer<String> log,
            @Nullable JavaRuntime runtime) {
        FunctionSpec spec = new FunctionSpec("f", "java17", handler, code, Duration.ofSeconds(30), 256, Map.of());
        environment = (runtime == null ? new JavaRuntime(time) : runtime)
                .open(new EnvironmentSpec(
                        spec,
                        code,
                        layers,
                        FunctionReference.LATEST,
                        variables,
                        "arn:aws:lambda:us-east-1:000000000000:function:f",
                        "2026/01/01/[$LATEST]0",
                        log == null ? lines::add : log,
                        7));
    }

    /** @param handler without the package */
    static OneEnvironment of(Path code, String handler) {
        return of(code, handler, Map.of());
    }

    static OneEnvironment of(Path code, String handler, Map<String, String> variables) {
        return of(code, List.of(), handler, variables);
    }

    static OneEnvironment of(Path code, List<Path> layers, String handler, Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.put("AWS_LAMBDA_FUNCTION_NAME", "f");
        return new OneEnvironment(code, "example.handlers." + handler, layers, all, null, null);
    }

    static OneEnvironment logging(Path code, String handler, Consumer<String> log) {
        return new OneEnvironment(code, "example.handlers." + handler, List.of(), Map.of(), log, null);
    }

    /** One of several environments of a runtime. */
    static OneEnvironment in(JavaRuntime runtime, Path code, String handler) {
        return new OneEnvironment(code, "example.handlers." + handler, List.of(), Map.of(), null, runtime);
    }

    /** Waits until it can be invoked. */
    OneEnvironment ready() {
        get(environment.ready());
        return this;
    }

    /** Waits until it has failed to start. */
    InitFailure initFailure() {
        try {
            environment.ready().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            return (InitFailure) Objects.requireNonNull(failure.getCause());
        } catch (InterruptedException | TimeoutException failure) {
            throw new AssertionError("start of the environment", failure);
        }
        throw new AssertionError("the environment started");
    }

    Answer invoke(String event) {
        return invoke(event, null, null);
    }

    Answer invoke(String event, @Nullable String clientContext, @Nullable String traceId) {
        ready();
        return get(environment.invoke(new Invocation(
                REQUEST_ID,
                Bytes.utf8(event),
                time.now().plusSeconds(30),
                "arn:aws:lambda:us-east-1:000000000000:function:f:live",
                clientContext,
                traceId)));
    }

    /** The result of an invocation that succeeds. */
    String call(String event) {
        Answer answer = invoke(event);
        if (answer.failed()) {
            throw new AssertionError(answer.payload().utf8());
        }
        return answer.payload().utf8();
    }

    /** The error document of an invocation that fails. */
    JsonNode error(String event) throws IOException {
        Answer answer = invoke(event);
        if (!answer.failed()) {
            throw new AssertionError("did not fail: " + answer.payload().utf8());
        }
        return Json.MAPPER.readTree(answer.payload().shared());
    }

    Environment environment() {
        return environment;
    }

    /** What it logged so far, one event each. */
    List<String> lines() {
        return lines;
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | InterruptedException | TimeoutException failure) {
            throw new AssertionError("environment", failure);
        }
    }

    @Override
    public void close() {
        environment.kill();
        get(environment.gone());
        time.close();
    }
}
