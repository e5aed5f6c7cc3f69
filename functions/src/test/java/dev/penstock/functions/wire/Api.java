package dev.penstock.functions.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.Destinations;
import dev.penstock.functions.FunctionServices;
import dev.penstock.functions.FunctionSettings;
import dev.penstock.functions.Functions;
import dev.penstock.functions.FunctionsFactory;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.logs.LogGroups;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.wire.RestJsonService;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.Streams;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The Lambda API over real functions, without a server between. */
public final class Api implements AutoCloseable {
    public static final String FUNCTIONS = "/2015-03-31/functions";
    public static final String MAPPINGS = "/2015-03-31/event-source-mappings";
    public static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:";

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final Streams streams = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults())
            .streams();
    private final Functions functions = FunctionsFactory.local(
            AwsIdentity.DEFAULT,
            time,
            FunctionServices.of(streams, new LogGroups(AwsIdentity.DEFAULT, time, LogGroups.DEFAULT_MAX_BYTES))
                    .withDestinations(new Anywhere()),
            FunctionSettings.of(Map.of()).withMaxConcurrency(2));
    private final RestJsonService service = LambdaApi.service(
            functions,
            AwsIdentity.DEFAULT,
            time,
            new ControlThread(time.inFlight().gauge("lambda api")));

    public Api() {
        streams.start();
        functions.start();
    }

    public TestTime time() {
        return time;
    }

    public Streams streams() {
        return streams;
    }

    /** Creates a Python function from {@code app.py}. */
    public Answer create(String name, String source) {
        return call("POST", FUNCTIONS, body(name, source));
    }

    /** @return the body of CreateFunction, with {@code more} members that begin with a comma */
    static String body(String name, String source, String... more) {
        return """
                {"FunctionName":"%s","Runtime":"python3.12","Handler":"app.handler",
                 "Role":"arn:aws:iam::000000000000:role/r","Code":{"ZipFile":"%s"}%s}""".formatted(name, PythonZip.of(source).base64(), String.join("", more));
    }

    public Answer call(String method, String target) {
        return call(method, target, "");
    }

    /** @param headers names and values in turn */
    public Answer call(String method, String target, String body, String... headers) {
        int query = target.indexOf('?');
        HttpHeaders all = new DefaultHttpHeaders().add("Host", "127.0.0.1:4566");
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        String path = query < 0 ? target : target.substring(0, query);
        String rest = query < 0 ? "" : target.substring(query + 1);
        try {
            return new Answer(service.handle(new WireRequest(method, path, path, rest, all, Bytes.utf8(body)))
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS));
        } catch (Exception failure) {
            throw new AssertionError(method + " " + target, failure);
        }
    }

    Set<String> operationNames() {
        return service.operationNames();
    }

    /** Invokes with headers. */
    public Answer invoke(String function, String event, String... headers) {
        return call("POST", FUNCTIONS + "/" + function + "/invocations", event, headers);
    }

    @Override
    public void close() {
        service.close();
        functions.close();
        streams.close();
    }

    /** Everything may be a destination. */
    private record Anywhere() implements Destinations {
        @Override
        public void check(String targetArn) {}

        @Override
        public CompletionStage<Void> send(String targetArn, Delivery delivery) {
            return CompletableFuture.completedFuture(null);
        }
    }

    /** An answer to read. */
    public record Answer(WireResponse response) {
        public int status() {
            return response.status();
        }

        public String text() {
            return response.body().utf8();
        }

        public String header(String name) {
            return String.valueOf(response.headers().get(name));
        }

        public JsonNode json() {
            try {
                return Json.MAPPER.readTree(response.body().shared());
            } catch (IOException notJson) {
                throw new UncheckedIOException(text(), notJson);
            }
        }

        /** {@code 404 ResourceNotFoundException: ...} */
        public String refusal() {
            JsonNode json = json();
            String message = json.path("message").asText(json.path("Message").asText());
            return "%d %s: %s".formatted(status(), header("x-amzn-ErrorType"), message);
        }
    }
}
