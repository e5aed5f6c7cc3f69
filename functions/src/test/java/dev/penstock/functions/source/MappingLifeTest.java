package dev.penstock.functions.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.Destinations;
import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.MappingSettings;
import dev.penstock.functions.MappingTimeline;
import dev.penstock.functions.MappingTimeline.Kind;
import dev.penstock.functions.MappingTimeline.LaneState;
import dev.penstock.functions.event.KinesisSource;
import dev.penstock.functions.source.ScriptedFunction.Call;
import dev.penstock.platform.aws.AwsException;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MappingLifeTest {
    private static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
    private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:q";
    private static final String BUCKET = "arn:aws:s3:::b";

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final LocalStreams local = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults());
    private final Streams streams = local.streams();
    private final ScriptedFunction function = new ScriptedFunction(time);
    private final Sent sent = new Sent();
    private final LocalMappings mappings = new LocalMappings(
            AwsIdentity.DEFAULT, time, List.of(KinesisSource.of(streams)), function, sent, MappingSettings.DEFAULT);

    @BeforeEach
    void createStream() {
        streams.start();
        streams.create(new StreamSpec("s", 1, StreamSpec.DEFAULT_RETENTION));
    }

    @AfterEach
    void close() {
        mappings.close();
        streams.close();
    }

    private static EventSourceMappingSpec spec() {
        return EventSourceMappingSpec.of(STREAM, "f", new StartingPosition.TrimHorizon());
    }

    private String put(String data) {
        return streams.put("s", "key", Bytes.utf8(data))
                .toCompletableFuture()
                .join()
                .sequenceNumber()
                .toString();
    }

    private List<String> delivered() {
        return function.calls().stream().flatMap(call -> call.data().stream()).toList();
    }

    private static void refused(Runnable call, String code, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        AwsException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    @Test
    void statesArePassedThroughVisibly() {
        EventSourceMapping mapping = mappings.create(spec());
        String created = mapping.state();
        time.advance(Duration.ofMillis(100));
        Instant enabledAt = mapping.lastModified();
        String updated = mappings.update(mapping.id(), spec -> spec.withBatch(7, Duration.ZERO))
                .state();
        time.advance(Duration.ofMillis(100));
        String after = mapping.state();
        String deleted = mappings.delete(mapping.id()).state();

        assertThat(List.of(created, updated, after, deleted))
                .containsExactly("Creating", "Updating", "Enabled", "Deleting");
        assertThat(enabledAt).isEqualTo(Instant.parse("2026-01-01T00:00:00.050Z"));
        assertThat(mappings.all()).containsExactly(mapping);
        refused(() -> mappings.delete(mapping.id()), "ResourceInUseException", "in use");
        time.advance(Duration.ofMillis(100));
        assertThat(mappings.all()).isEmpty();
        refused(
                () -> mappings.get(mapping.id()),
                "ResourceNotFoundException",
                "The resource you requested does not exist.");
    }

    @Test
    void mappingThatIsCreatedDisabledBeginsWhenItIsEnabled() {
        EventSourceMapping mapping =
                mappings.create(EventSourceMappingSpec.of(STREAM, "f", new StartingPosition.Latest())
                        .withEnabled(false));
        time.advance(Duration.ofMillis(100));
        String state = mapping.state();
        put("before");

        mappings.update(mapping.id(), spec -> spec.withEnabled(true));
        put("after");
        time.settle();

        assertThat(state).isEqualTo("Disabled");
        assertThat(delivered()).containsExactly("after");
    }

    @Test
    void deletedAndMadeAnewItBeginsAnew() {
        EventSourceMapping first = mappings.create(spec());
        put("a");
        time.settle();
        mappings.delete(first.id());

        EventSourceMapping second = mappings.create(spec());
        time.settle();

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(delivered()).containsExactly("a", "a");
        assertThat(mappings.all()).containsExactly(second);
    }

    @Test
    void changedRetriesFreeAShardThatStandsStill() {
        function.answer(call -> call.data().contains("bad") ? ScriptedFunction.fail() : ScriptedFunction.succeed());
        EventSourceMapping mapping = mappings.create(spec().withBatch(1, Duration.ZERO));
        put("bad");
        put("good");
        time.advance(Duration.ofMinutes(10));
        List<String> before = delivered();

        mappings.update(mapping.id(), spec -> spec.withRetries(1));
        time.advance(Duration.ofSeconds(1));

        assertThat(before).isNotEmpty().containsOnly("bad");
        assertThat(delivered()).endsWith("bad", "bad", "good");
        assertThat(mapping.counters().recordsDiscarded()).isEqualTo(1);
    }

    @Test
    void invocationThatRunsEndsBeforeAChangeIsTakenUp() {
        CompletableFuture<InvocationResult> held = new CompletableFuture<>();
        function.answer(call -> held);
        EventSourceMapping mapping = mappings.create(spec().withBatch(1, Duration.ZERO));
        for (int i = 0; i < 5; i++) {
            put(Integer.toString(i));
        }
        time.settle();

        mappings.update(mapping.id(), spec -> spec.withBatch(4, Duration.ZERO).withParallelization(3));
        time.settle();
        int meanwhile = function.calls().size();
        function.answer(call -> ScriptedFunction.succeed());
        held.complete(ScriptedFunction.succeed().toCompletableFuture().join());
        time.settle();

        assertThat(meanwhile).isEqualTo(1);
        assertThat(function.calls()).extracting(Call::data).containsExactly(List.of("0"), List.of("1", "2", "3", "4"));
    }

    @Test
    void recordsThatNoPatternMatchesAreNeitherCountedNorDelivered() {
        EventSourceMapping mapping = mappings.create(
                spec().withBatch(2, Duration.ofSeconds(30)).withFilters(List.of("{\"data\":{\"ok\":[true]}}")));
        String last = "";
        for (int i = 0; i < 6; i++) {
            last = put("{\"ok\":%s, \"i\":%d}".formatted(i % 3 == 0, i));
        }
        time.settle();

        assertThat(delivered()).containsExactly("{\"ok\":true, \"i\":0}", "{\"ok\":true, \"i\":3}");
        assertThat(function.calls()).hasSize(1);
        assertThat(mapping.counters().recordsFiltered()).isEqualTo(4);
        MappingTimeline.Shard shard = mapping.timeline().shards().get(0);
        assertThat(shard.checkpoint()).isEqualTo(last);
        assertThat(shard.filtered()).isEqualTo(4);
        assertThat(shard.events()).extracting(MappingTimeline.Event::kind).contains(Kind.FILTERED, Kind.DELIVERED);
    }

    @Test
    void timelineSaysWhyTheFunctionIsNotCalled() {
        function.answer(call -> ScriptedFunction.fail());
        EventSourceMapping mapping = mappings.create(spec().withBatch(1, Duration.ZERO));
        String bad = put("bad");
        put("next");
        time.advance(Duration.ofSeconds(2));

        MappingTimeline.Shard shard = mapping.timeline().shards().get(0);
        MappingTimeline.Lane lane = shard.lanes().get(0);

        assertThat(shard.checkpoint()).isNull();
        assertThat(shard.millisBehindLatest()).isEqualTo(2_000);
        assertThat(lane.state()).isEqualTo(LaneState.WAITING);
        assertThat(lane.firstSequenceNumber()).isEqualTo(bad);
        assertThat(lane.attempt()).isEqualTo(4);
        assertThat(lane.until())
                .isEqualTo(Instant.parse("2026-01-01T00:00:03.500Z").toEpochMilli());
        assertThat(lane.lastError()).contains("broken on purpose");
        assertThat(shard.events()).hasSize(3).allMatch(event -> event.kind() == Kind.FAILED);
    }

    @Test
    void discardedBatchIsToldToItsDestinationFieldByField() {
        function.answer(call -> ScriptedFunction.fail());
        mappings.create(spec().withRetries(0).withOnFailure(QUEUE));
        String number = put("bad");
        time.settle();

        assertThat(sent.bodies)
                .singleElement()
                .satisfies(body -> assertThat(body).isEqualTo(tree("""
                        {"requestContext":{"requestId":"id","functionArn":"arn:aws:lambda:us-east-1:000000000000:function:f",\
                        "condition":"RetryAttemptsExhausted","approximateInvokeCount":1},\
                        "responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},\
                        "version":"1.0","timestamp":"2026-01-01T00:00:00.000Z",\
                        "KinesisBatchInfo":{"shardId":"shardId-000000000000","startSequenceNumber":"%1$s",\
                        "endSequenceNumber":"%1$s","approximateArrivalOfFirstRecord":"2026-01-01T00:00:00.000Z",\
                        "approximateArrivalOfLastRecord":"2026-01-01T00:00:00.000Z","batchSize":1,\
                        "streamArn":"arn:aws:kinesis:us-east-1:000000000000:stream/s"}}""".formatted(number))));
    }

    @Test
    void bucketGetsTheRecordsToo() {
        function.answer(call -> ScriptedFunction.fail());
        EventSourceMapping mapping = mappings.create(spec().withRetries(0).withOnFailure(BUCKET));
        put("bad");
        time.settle();

        assertThat(sent.bodies.get(0).at("/payload/Records/0/kinesis/data").asText())
                .isEqualTo("YmFk");
        assertThat(sent.deliveries.get(0).attributes().get("key"))
                .matches("aws/lambda/" + mapping.id()
                        + "/shardId-000000000000/2026/01/01/2026-01-01T00\\.00\\.00-[0-9a-f]{8}-[0-9a-f-]{27}");
    }

    @Test
    void batchIsSkippedEvenIfItsDestinationFails() {
        sent.failing = true;
        function.answer(call -> call.data().contains("bad") ? ScriptedFunction.fail() : ScriptedFunction.succeed());
        EventSourceMapping mapping = mappings.create(
                spec().withBatch(1, Duration.ZERO).withRetries(0).withOnFailure(QUEUE));
        put("bad");
        put("good");
        time.settle();

        assertThat(delivered()).containsExactly("bad", "good");
        assertThat(mapping.counters().recordsDiscarded()).isEqualTo(1);
    }

    @Test
    void shardWaitsWhileItsDestinationHasNoRoom() {
        CompletableFuture<Void> room = new CompletableFuture<>();
        sent.room = room;
        function.answer(call -> call.data().contains("bad") ? ScriptedFunction.fail() : ScriptedFunction.succeed());
        EventSourceMapping mapping = mappings.create(
                spec().withBatch(1, Duration.ZERO).withRetries(0).withOnFailure(QUEUE));
        put("bad");
        put("good");
        time.settle();
        LaneState meanwhile = mapping.timeline().shards().get(0).lanes().get(0).state();
        List<String> before = delivered();

        room.complete(null);
        time.settle();

        assertThat(meanwhile).isEqualTo(LaneState.DISCARDING);
        assertThat(before).containsExactly("bad");
        assertThat(delivered()).containsExactly("bad", "good");
    }

    @Test
    void recordThatLeftTheStreamIsNotTriedForEver() {
        function.answer(call -> ScriptedFunction.fail());
        EventSourceMapping mapping = mappings.create(spec().withOnFailure(QUEUE));
        put("bad");
        time.advance(Duration.ofHours(23));
        long before = mapping.counters().recordsDiscarded();
        time.advance(Duration.ofHours(2));

        assertThat(before).isZero();
        assertThat(sent.bodies)
                .singleElement()
                .extracting(body -> body.at("/requestContext/condition").asText())
                .isEqualTo("RecordAgeExceeded");
    }

    @Test
    void functionThatIsMissingIsAProblemButTheMappingStays() {
        function.answer(call -> CompletableFuture.failedFuture(
                new AwsException("ResourceNotFoundException", 404, "Function not found: f")));
        EventSourceMapping mapping = mappings.create(spec().withRetries(0));
        put("a");
        time.advance(Duration.ofSeconds(1));
        String problem = mapping.lastProcessingResult();
        function.answer(call -> ScriptedFunction.succeed());
        time.advance(Duration.ofSeconds(1));

        assertThat(mapping.state()).isEqualTo("Enabled");
        assertThat(problem).startsWith("PROBLEM:");
        assertThat(mapping.lastProcessingResult()).isEqualTo("OK");
        assertThat(mapping.counters().recordsDiscarded()).isZero();
    }

    @Test
    void streamThatIsDeletedIsAProblemButTheMappingStays() {
        function.answer(call -> ScriptedFunction.fail());
        EventSourceMapping mapping = mappings.create(spec());
        put("a");
        time.settle();
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set("X-Amz-Target", "Kinesis_20131202.DeleteStream");
        headers.set("Content-Type", "application/x-amz-json-1.1");

        local.api()
                .handle(new WireRequest("POST", "/", "", headers, Bytes.utf8("{\"StreamName\":\"s\"}")))
                .toCompletableFuture()
                .join();
        function.answer(call -> ScriptedFunction.succeed());
        time.advance(Duration.ofMinutes(2));

        assertThat(mapping.state()).isEqualTo("Enabled");
        assertThat(mapping.lastProcessingResult()).isEqualTo("PROBLEM: Stream not found: " + STREAM);
        assertThat(mapping.timeline().shards()).isEmpty();
    }

    @Test
    void consumerOfAStreamIsTheSourceOfItsRecords() {
        String consumer = STREAM + "/consumer/c1:1767225600";
        mappings.create(EventSourceMappingSpec.of(consumer, "f", new StartingPosition.TrimHorizon())
                .withRetries(0)
                .withOnFailure(QUEUE));
        function.answer(call -> ScriptedFunction.fail());
        put("a");
        time.settle();

        JsonNode record = tree(function.calls().get(0).event().utf8()).at("/Records/0");
        assertThat(record.get("eventSourceARN").asText()).isEqualTo(consumer);
        assertThat(sent.bodies.get(0).at("/KinesisBatchInfo/streamArn").asText())
                .isEqualTo(STREAM);
    }

    @Test
    void whatAMappingMayNotBeIsRefusedInAwsWords() {
        EventSourceMappingSpec fine = spec();

        refused(
                () -> mappings.create(fine.withFilters(List.of("no json"))),
                "InvalidParameterValueException",
                "Invalid filter pattern definition.");
        refused(
                () -> mappings.create(fine.withOnFailure("arn:aws:lambda:us-east-1:000000000000:function:g")),
                "InvalidParameterValueException",
                "Unsupported DestinationConfig parameter for given event source mapping type.");
        refused(
                () -> mappings.create(fine.withParallelization(11)),
                "ValidationException",
                "Value '11' at 'parallelizationFactor' failed to satisfy constraint: Member must have value less than");
        refused(
                () -> mappings.create(EventSourceMappingSpec.of("s", "f", new StartingPosition.TrimHorizon())),
                "InvalidParameterValueException",
                "Unrecognized event source.");
        refused(
                () -> mappings.create(EventSourceMappingSpec.of(
                        "arn:aws:sqs:us-east-1:000000000000:q", "f", new StartingPosition.TrimHorizon())),
                "InvalidParameterValueException",
                "'sqs' are not emulated");
        refused(
                () -> mappings.create(EventSourceMappingSpec.of(
                        "arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/x",
                        "f",
                        new StartingPosition.AtTimestamp(time.now()))),
                "InvalidParameterValueException",
                "Unsupported starting position for arn type: arn:aws:dynamodb:");
        refused(
                () -> mappings.create(EventSourceMappingSpec.of(
                        STREAM, "f", new StartingPosition.AtTimestamp(time.now().plusSeconds(1)))),
                "InvalidParameterValueException",
                "must not be in the future");
        assertThat(mappings.all()).isEmpty();
    }

    @Test
    void functionArnKeepsTheQualifierThatAPartOfAnArnCarried() {
        String whole = "arn:aws:lambda:us-east-1:000000000000:function:f";

        assertThat(MappedArn.of("f", AwsIdentity.DEFAULT)).isEqualTo(whole);
        assertThat(MappedArn.of(whole + ":$LATEST", AwsIdentity.DEFAULT)).isEqualTo(whole);
        assertThat(MappedArn.of("000000000000:function:f:$LATEST", AwsIdentity.DEFAULT))
                .isEqualTo(whole + ":$LATEST");
        assertThat(MappedArn.of("f:live", AwsIdentity.DEFAULT)).isEqualTo(whole + ":live");
    }

    private static JsonNode tree(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    /** Keeps what it is sent. */
    private static final class Sent implements Destinations {
        private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
        private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
        private volatile CompletableFuture<Void> room = CompletableFuture.completedFuture(null);
        private volatile boolean failing;

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
