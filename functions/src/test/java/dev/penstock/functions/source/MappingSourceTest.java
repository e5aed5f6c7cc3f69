package dev.penstock.functions.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.stream.StartingPosition;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a mapping whose stream, consumer or function is not there, or not any more. */
class MappingSourceTest {
    private final MappedStream stream = new MappedStream();

    @AfterEach
    void close() {
        stream.close();
    }

    /** @return its ARN */
    private String register(String consumer) {
        JsonNode answer = stream.kinesis(
                "RegisterStreamConsumer",
                "{\"StreamARN\":\"%s\",\"ConsumerName\":\"%s\"}".formatted(MappedStream.STREAM, consumer));
        stream.time.advance(Duration.ofSeconds(2));
        return answer.at("/Consumer/ConsumerARN").asText();
    }

    private void deregister(String consumerArn) {
        stream.kinesis("DeregisterStreamConsumer", "{\"ConsumerARN\":\"%s\"}".formatted(consumerArn));
        stream.time.advance(Duration.ofSeconds(2));
    }

    private static EventSourceMappingSpec of(String consumerArn) {
        return EventSourceMappingSpec.of(consumerArn, "f", new StartingPosition.TrimHorizon());
    }

    private void refused(String consumerArn) {
        assertThatThrownBy(() -> stream.mappings.create(of(consumerArn)))
                .isInstanceOfSatisfying(
                        AwsException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("InvalidParameterValueException"))
                .hasMessage("Stream not found: " + consumerArn);
    }

    @Test
    void functionThatIsMissingIsAProblemButTheMappingStays() {
        stream.function.answer(call -> CompletableFuture.failedFuture(
                new AwsException("ResourceNotFoundException", 404, "Function not found: f")));
        EventSourceMapping mapping = stream.mappings.create(MappedStream.spec().withRetries(0));
        stream.put("a");
        stream.time.advance(Duration.ofSeconds(1));
        String problem = mapping.lastProcessingResult();
        stream.function.answer(call -> ScriptedFunction.succeed());
        stream.time.advance(Duration.ofSeconds(1));

        assertThat(mapping.state()).isEqualTo("Enabled");
        assertThat(problem).startsWith("PROBLEM:");
        assertThat(mapping.lastProcessingResult()).isEqualTo("OK");
        assertThat(mapping.counters().recordsDiscarded()).isZero();
    }

    @Test
    void streamThatIsDeletedIsAProblemButTheMappingStays() {
        stream.function.answer(call -> ScriptedFunction.fail());
        EventSourceMapping mapping = stream.mappings.create(MappedStream.spec());
        stream.put("a");
        stream.time.settle();

        stream.kinesis("DeleteStream", "{\"StreamName\":\"s\"}");
        stream.function.answer(call -> ScriptedFunction.succeed());
        stream.time.advance(Duration.ofMinutes(2));

        assertThat(mapping.state()).isEqualTo("Enabled");
        assertThat(mapping.lastProcessingResult()).isEqualTo("PROBLEM: Stream not found: " + MappedStream.STREAM);
        assertThat(mapping.timeline().shards()).isEmpty();
    }

    @Test
    void consumerOfAStreamIsTheSourceOfItsRecords() {
        String consumer = register("c1");
        stream.mappings.create(of(consumer).withRetries(0).withOnFailure(MappedStream.QUEUE));
        stream.function.answer(call -> ScriptedFunction.fail());
        stream.put("a");
        stream.time.settle();

        JsonNode record =
                MappedStream.tree(stream.function.calls().get(0).event().utf8()).at("/Records/0");
        assertThat(record.get("eventSourceARN").asText()).isEqualTo(consumer);
        assertThat(stream.sent.bodies.get(0).at("/KinesisBatchInfo/streamArn").asText())
                .isEqualTo(MappedStream.STREAM);
    }

    @Test
    void consumerThatIsNotRegisteredIsRefused() {
        String registered = register("c1");
        String earlier = registered.replaceFirst(":\\d+$", ":1");

        refused(earlier);
        refused(registered.replace("/c1:", "/c2:"));
        refused(MappedStream.STREAM + "/producer/c1:1");
        deregister(registered);
        refused(registered);
    }

    @Test
    void nothingMoreIsReadWhenTheConsumerIsDeleted() {
        String consumer = register("c1");
        EventSourceMapping mapping = stream.mappings.create(of(consumer).withBatch(1, Duration.ZERO));
        stream.put("a");
        stream.time.settle();
        String before = mapping.lastProcessingResult();

        deregister(consumer);
        stream.put("b");
        register("c1");
        stream.time.advance(Duration.ofMinutes(2));

        assertThat(before).isEqualTo("OK");
        assertThat(stream.delivered()).containsExactly("a");
        assertThat(mapping.state()).isEqualTo("Enabled");
        assertThat(mapping.lastProcessingResult()).isEqualTo("PROBLEM: Stream not found: " + consumer);
    }
}
