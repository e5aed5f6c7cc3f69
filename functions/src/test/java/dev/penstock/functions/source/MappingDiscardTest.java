package dev.penstock.functions.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.MappingTimeline.LaneState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MappingDiscardTest {
    private final MappedStream stream = new MappedStream();

    @AfterEach
    void close() {
        stream.close();
    }

    @Test
    void discardedBatchIsToldToItsDestinationFieldByField() {
        stream.function.answer(call -> ScriptedFunction.fail());
        stream.mappings.create(MappedStream.spec().withRetries(0).withOnFailure(MappedStream.QUEUE));
        String number = stream.put("bad");
        stream.time.settle();

        assertThat(stream.sent.bodies)
                .singleElement()
                .satisfies(body -> assertThat(body).isEqualTo(MappedStream.tree("""
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
        stream.function.answer(call -> ScriptedFunction.fail());
        EventSourceMapping mapping =
                stream.mappings.create(MappedStream.spec().withRetries(0).withOnFailure(MappedStream.BUCKET));
        stream.put("bad");
        stream.time.settle();

        assertThat(stream.sent
                        .bodies
                        .get(0)
                        .at("/payload/Records/0/kinesis/data")
                        .asText())
                .isEqualTo("YmFk");
        assertThat(stream.sent.deliveries.get(0).attributes().get("key"))
                .matches("aws/lambda/" + mapping.id()
                        + "/shardId-000000000000/2026/01/01/2026-01-01T00\\.00\\.00-[0-9a-f]{8}-[0-9a-f-]{27}");
    }

    @Test
    void batchIsSkippedEvenIfItsDestinationFails() {
        stream.sent.failing = true;
        stream.function.answer(
                call -> call.data().contains("bad") ? ScriptedFunction.fail() : ScriptedFunction.succeed());
        EventSourceMapping mapping = stream.mappings.create(
                MappedStream.spec().withBatch(1, Duration.ZERO).withRetries(0).withOnFailure(MappedStream.QUEUE));
        stream.put("bad");
        stream.put("good");
        stream.time.settle();

        assertThat(stream.delivered()).containsExactly("bad", "good");
        assertThat(mapping.counters().recordsDiscarded()).isEqualTo(1);
    }

    @Test
    void shardWaitsWhileItsDestinationHasNoRoom() {
        CompletableFuture<Void> room = new CompletableFuture<>();
        stream.sent.room = room;
        stream.function.answer(
                call -> call.data().contains("bad") ? ScriptedFunction.fail() : ScriptedFunction.succeed());
        EventSourceMapping mapping = stream.mappings.create(
                MappedStream.spec().withBatch(1, Duration.ZERO).withRetries(0).withOnFailure(MappedStream.QUEUE));
        stream.put("bad");
        stream.put("good");
        stream.time.settle();
        LaneState meanwhile = mapping.timeline().shards().get(0).lanes().get(0).state();
        List<String> before = stream.delivered();

        room.complete(null);
        stream.time.settle();

        assertThat(meanwhile).isEqualTo(LaneState.DISCARDING);
        assertThat(before).containsExactly("bad");
        assertThat(stream.delivered()).containsExactly("bad", "good");
    }

    @Test
    void recordThatLeftTheStreamIsNotTriedForEver() {
        stream.function.answer(call -> ScriptedFunction.fail());
        EventSourceMapping mapping = stream.mappings.create(MappedStream.spec().withOnFailure(MappedStream.QUEUE));
        stream.put("bad");
        stream.time.advance(Duration.ofHours(23));
        long before = mapping.counters().recordsDiscarded();
        stream.time.advance(Duration.ofHours(2));

        assertThat(before).isZero();
        assertThat(stream.sent.bodies)
                .singleElement()
                .extracting(body -> body.at("/requestContext/condition").asText())
                .isEqualTo("RecordAgeExceeded");
    }

    @Test
    void keyThatIsNeverTakenDoesNotStopTheOtherLanes() {
        String bad = keyOfLane(0);
        String good = keyOfLane(1);
        stream.function.answer(
                call -> call.data().contains("bad") ? ScriptedFunction.fail() : ScriptedFunction.succeed());
        EventSourceMapping mapping = stream.mappings.create(MappedStream.spec().withParallelization(2));
        stream.put(bad, "bad");
        for (int i = 0; i < 10_000; i++) {
            stream.put(good, Integer.toString(i));
        }
        stream.time.settle();

        assertThat(mapping.counters().recordsDelivered()).isEqualTo(10_000);
        assertThat(mapping.timeline().shards().get(0).checkpoint()).isNull();
    }

    private static String keyOfLane(int lane) {
        int number = 0;
        while (FeedReader.laneOf("key-" + number, 2) != lane) {
            number++;
        }
        return "key-" + number;
    }
}
