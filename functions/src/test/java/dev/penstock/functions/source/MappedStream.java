package dev.penstock.functions.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.Destinations;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.MappingSettings;
import dev.penstock.functions.event.KinesisSource;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.stream.LocalStreams;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.Streams;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A stream of one shard, a function that does as it is told, and what was sent to destinations, under the test clock. */
final class MappedStream implements AutoCloseable {
    static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
    static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:q";
    static final String BUCKET = "arn:aws:s3:::b";

    final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    final ScriptedFunction function = new ScriptedFunction(time);
    final Sent sent = new Sent();
    final LocalMappings mappings;
    private final LocalStreams local = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults());
    private final Streams streams = local.streams();

    MappedStream() {
        mappings = new LocalMappings(
                AwsIdentity.DEFAULT, time, List.of(KinesisSource.of(streams)), function, sent, MappingSettings.DEFAULT);
        streams.start();
        streams.create(new StreamSpec("s", 1, StreamSpec.DEFAULT_RETENTION));
    }

    @Override
    public void close() {
        mappings.close();
        streams.close();
    }

    static EventSourceMappingSpec spec() {
        return EventSourceMappingSpec.of(STREAM, "f", new StartingPosition.TrimHorizon());
    }

    /** @return the sequence number */
    String put(String data) {
        return put("key", data);
    }

    String put(String key, String data) {
        return streams.put("s", key, Bytes.utf8(data))
                .toCompletableFuture()
                .join()
                .sequenceNumber()
                .toString();
    }

    List<String> delivered() {
        return function.calls().stream().flatMap(call -> call.data().stream()).toList();
    }

    /** An operation of the Kinesis API. */
    JsonNode kinesis(String operation, String body) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set("X-Amz-Target", "Kinesis_20131202." + operation);
        headers.set("Content-Type", "application/x-amz-json-1.1");
        String answer = local.api()
                .handle(new WireRequest("POST", "/", "", headers, Bytes.utf8(body)))
                .toCompletableFuture()
                .join()
                .body()
                .utf8();
        return tree(answer.isEmpty() ? "{}" : answer);
    }

    static JsonNode tree(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    /** Keeps what it is sent. */
    static final class Sent implements Destinations {
        final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
        final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
        volatile CompletableFuture<Void> room = CompletableFuture.completedFuture(null);
        volatile boolean failing;

        @Override
        public void check(String targetArn) {}

        @Override
        public CompletionStage<Void> send(String targetArn, Delivery delivery) {
            deliveries.add(delivery);
            bodies.add(tree(delivery.body().utf8()));
            return failing ? CompletableFuture.failedFuture(new IllegalStateException("no queue")) : room;
        }
    }
}
