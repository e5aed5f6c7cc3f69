package dev.penstock.functions.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.Destinations;
import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.MappingSettings;
import dev.penstock.functions.event.KinesisSource;
import dev.penstock.functions.source.LocalMappings;
import dev.penstock.functions.source.MappedFunctions;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.stream.LocalStreams;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.Streams;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A stream, a mapping and a function that does as it is told, under the test clock: for the cases of area ESM. */
final class EsmBench implements MappedFunctions, Destinations, AutoCloseable {
    static final AwsIdentity IDENTITY = AwsIdentity.DEFAULT;
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final String STREAM_ARN = IDENTITY.arn("kinesis", "stream/s").toString();

    final TestTime time = TestTime.at(START);
    final List<Call> calls = new CopyOnWriteArrayList<>();
    final List<JsonNode> queue = new CopyOnWriteArrayList<>();
    final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    final Streams streams;
    final LocalMappings mappings;
    private final LocalStreams local;
    private volatile Function<Call, CompletionStage<InvocationResult>> script = call -> success("null");

    EsmBench() {
        this(StreamSettings.defaults());
    }

    EsmBench(StreamSettings settings) {
        local = StreamFactory.local(IDENTITY, time, settings);
        streams = local.streams();
        streams.start();
        mappings = new LocalMappings(
                IDENTITY, time, List.of(KinesisSource.of(streams)), this, this, MappingSettings.DEFAULT);
    }

    /** The bench with the stream that the case names. */
    static EsmBench of(LambdaCase given) {
        EsmBench bench = new EsmBench();
        bench.createStream(given);
        return bench;
    }

    void createStream(LambdaCase given) {
        JsonNode stream = given.setup().get("stream");
        streams.create(new StreamSpec(
                stream.get("name").asText(), stream.get("shards").intValue(), StreamSpec.DEFAULT_RETENTION));
    }

    EventSourceMapping map(LambdaCase given) {
        return mappings.create(spec(given.setup().get("esm")));
    }

    /** In the shorthands of the cases: AWS's names, and {@code OnFailure} as {@code sqs:q}. */
    static EventSourceMappingSpec spec(JsonNode esm) {
        return new EventSourceMappingSpec(
                STREAM_ARN,
                "f",
                position(esm),
                esm.path("BatchSize").asInt(100),
                Duration.ofSeconds(esm.path("MaximumBatchingWindowInSeconds").asInt(0)),
                esm.path("ParallelizationFactor").asInt(1),
                esm.path("MaximumRetryAttempts").asInt(-1),
                esm.path("MaximumRecordAgeInSeconds").asInt(-1),
                esm.path("BisectBatchOnFunctionError").asBoolean(false),
                esm.path("FunctionResponseTypes").toString().contains("ReportBatchItemFailures"),
                Duration.ofSeconds(esm.path("TumblingWindowInSeconds").asInt(0)),
                filters(esm),
                esm.has("OnFailure")
                        ? Optional.of(destination(esm.get("OnFailure").asText()))
                        : Optional.empty(),
                true);
    }

    private static List<String> filters(JsonNode esm) {
        List<String> patterns = new ArrayList<>();
        esm.at("/FilterCriteria/Filters")
                .forEach(filter -> patterns.add(filter.path("Pattern").asText()));
        return patterns;
    }

    /** Of {@code sqs:q} or {@code s3:b}. */
    private static String destination(String shorthand) {
        String service = shorthand.substring(0, shorthand.indexOf(':'));
        String name = shorthand.substring(shorthand.indexOf(':') + 1);
        return service.equals("s3")
                ? "arn:aws:s3:::" + name
                : IDENTITY.arn(service, name).toString();
    }

    private static StartingPosition position(JsonNode esm) {
        String name = esm.path("StartingPosition").asText("TRIM_HORIZON");
        if (name.equals("LATEST")) {
            return new StartingPosition.Latest();
        }
        return name.equals("AT_TIMESTAMP")
                ? new StartingPosition.AtTimestamp(START.plusSeconds(
                        seconds(esm.get("StartingPositionTimestamp").asText())))
                : new StartingPosition.TrimHorizon();
    }

    /** Of {@code t0+5s}. */
    private static long seconds(String text) {
        return Long.parseLong(text.substring(text.indexOf('+') + 1, text.length() - 1));
    }

    PutResult put(String key, String data) {
        return streams.put("s", key, Bytes.utf8(data)).toCompletableFuture().join();
    }

    /** Records {@code 0} to {@code count - 1}, all with one key. */
    void putNumbers(int count) {
        for (int i = 0; i < count; i++) {
            put("key", Integer.toString(i));
        }
    }

    /** An operation of the Kinesis API. */
    void kinesis(String operation, String body) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set("X-Amz-Target", "Kinesis_20131202." + operation);
        headers.set("Content-Type", "application/x-amz-json-1.1");
        int status = local.api()
                .handle(new WireRequest("POST", "/", "", headers, Bytes.utf8(body)))
                .toCompletableFuture()
                .join()
                .status();
        if (status != 200) {
            throw new AssertionError(operation + " answers " + status);
        }
        time.advance(Duration.ofSeconds(2));
    }

    void answer(Function<Call, CompletionStage<InvocationResult>> newScript) {
        script = newScript;
    }

    static CompletionStage<InvocationResult> success(String body) {
        return CompletableFuture.completedFuture(result(body, null));
    }

    static CompletionStage<InvocationResult> failure() {
        return CompletableFuture.completedFuture(result("{\"errorMessage\":\"broken on purpose\"}", "Unhandled"));
    }

    static InvocationResult result(String body, @Nullable String error) {
        return new InvocationResult("3f9c0fd4-3d2b-4c3e-9a5e-6a4d0a7f6a11", Bytes.utf8(body), error, Duration.ZERO);
    }

    /** Succeeds so long after it began. */
    CompletionStage<InvocationResult> after(Duration duration) {
        CompletableFuture<InvocationResult> later = new CompletableFuture<>();
        time.schedule(duration, () -> later.complete(result("null", null)));
        return later;
    }

    /** The data of all records that were delivered or tried, in order. */
    List<String> data() {
        return calls.stream().flatMap(call -> call.data().stream()).toList();
    }

    List<Integer> batchSizes() {
        return calls.stream().map(call -> call.data().size()).toList();
    }

    @Override
    public boolean exists(String function) {
        return function.equals("f");
    }

    @Override
    public String roleArn(String function) {
        return "arn:aws:iam::000000000000:role/f-role";
    }

    @Override
    public CompletionStage<InvocationResult> invoke(String function, Bytes event) {
        Call call = new Call(time.now(), read(event));
        calls.add(call);
        return script.apply(call);
    }

    @Override
    public void check(String targetArn) {}

    @Override
    public CompletionStage<Void> send(String targetArn, Delivery delivery) {
        queue.add(read(delivery.body()));
        deliveries.add(delivery);
        return CompletableFuture.completedFuture(null);
    }

    static JsonNode read(Bytes json) {
        try {
            return Json.MAPPER.readTree(json.toArray());
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    @Override
    public void close() {
        mappings.close();
        streams.close();
    }

    /** One invocation. */
    record Call(Instant at, JsonNode event) {

        Duration sinceStart() {
            return Duration.between(START, at);
        }

        JsonNode records() {
            return event.get("Records");
        }

        List<String> data() {
            List<String> data = new ArrayList<>();
            records()
                    .forEach(record -> data.add(new String(
                            Base64.getDecoder()
                                    .decode(record.at("/kinesis/data").asText()),
                            StandardCharsets.UTF_8)));
            return data;
        }

        List<String> keys() {
            List<String> keys = new ArrayList<>();
            records()
                    .forEach(record ->
                            keys.add(record.at("/kinesis/partitionKey").asText()));
            return keys;
        }

        String shardId() {
            String id = records().get(0).get("eventID").asText();
            return id.substring(0, id.indexOf(':'));
        }

        /** A partial batch response that names these records. */
        String reporting(int... indexes) {
            List<Map<String, String>> items = new ArrayList<>();
            for (int index : indexes) {
                items.add(Map.of(
                        "itemIdentifier",
                        records().get(index).at("/kinesis/sequenceNumber").asText()));
            }
            return Json.MAPPER.valueToTree(Map.of("batchItemFailures", items)).toString();
        }
    }
}
