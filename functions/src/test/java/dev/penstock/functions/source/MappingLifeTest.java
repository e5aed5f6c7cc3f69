package dev.penstock.functions.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.MappingTimeline;
import dev.penstock.functions.MappingTimeline.Kind;
import dev.penstock.functions.MappingTimeline.LaneState;
import dev.penstock.functions.source.ScriptedFunction.Call;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.stream.StartingPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MappingLifeTest {
    private final MappedStream stream = new MappedStream();

    @AfterEach
    void close() {
        stream.close();
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
        EventSourceMapping mapping = stream.mappings.create(MappedStream.spec());
        String created = mapping.state();
        stream.time.advance(Duration.ofMillis(100));
        Instant enabledAt = mapping.lastModified();
        String updated = stream.mappings
                .update(mapping.id(), spec -> spec.withBatch(7, Duration.ZERO))
                .state();
        stream.time.advance(Duration.ofMillis(100));
        String after = mapping.state();
        String deleted = stream.mappings.delete(mapping.id()).state();

        assertThat(List.of(created, updated, after, deleted))
                .containsExactly("Creating", "Updating", "Enabled", "Deleting");
        assertThat(enabledAt).isEqualTo(Instant.parse("2026-01-01T00:00:00.050Z"));
        assertThat(stream.mappings.all()).containsExactly(mapping);
        refused(() -> stream.mappings.delete(mapping.id()), "ResourceInUseException", "in use");
        stream.time.advance(Duration.ofMillis(100));
        assertThat(stream.mappings.all()).isEmpty();
        refused(
                () -> stream.mappings.get(mapping.id()),
                "ResourceNotFoundException",
                "The resource you requested does not exist.");
    }

    @Test
    void mappingThatIsCreatedDisabledBeginsWhenItIsEnabled() {
        EventSourceMapping mapping = stream.mappings.create(
                EventSourceMappingSpec.of(MappedStream.STREAM, "f", new StartingPosition.Latest())
                        .withEnabled(false));
        stream.time.advance(Duration.ofMillis(100));
        String state = mapping.state();
        stream.put("before");

        stream.mappings.update(mapping.id(), spec -> spec.withEnabled(true));
        stream.put("after");
        stream.time.settle();

        assertThat(state).isEqualTo("Disabled");
        assertThat(stream.delivered()).containsExactly("after");
    }

    @Test
    void deletedAndMadeAnewItBeginsAnew() {
        EventSourceMapping first = stream.mappings.create(MappedStream.spec());
        stream.put("a");
        stream.time.settle();
        stream.mappings.delete(first.id());

        EventSourceMapping second = stream.mappings.create(MappedStream.spec());
        stream.time.settle();

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(stream.delivered()).containsExactly("a", "a");
        assertThat(stream.mappings.all()).containsExactly(second);
    }

    @Test
    void changedRetriesFreeAShardThatStandsStill() {
        stream.function.answer(
                call -> call.data().contains("bad") ? ScriptedFunction.fail() : ScriptedFunction.succeed());
        EventSourceMapping mapping = stream.mappings.create(MappedStream.spec().withBatch(1, Duration.ZERO));
        stream.put("bad");
        stream.put("good");
        stream.time.advance(Duration.ofMinutes(10));
        List<String> before = stream.delivered();

        stream.mappings.update(mapping.id(), spec -> spec.withRetries(1));
        stream.time.advance(Duration.ofSeconds(1));

        assertThat(before).isNotEmpty().containsOnly("bad");
        assertThat(stream.delivered()).endsWith("bad", "bad", "good");
        assertThat(mapping.counters().recordsDiscarded()).isEqualTo(1);
    }

    @Test
    void invocationThatRunsEndsBeforeAChangeIsTakenUp() {
        CompletableFuture<InvocationResult> held = new CompletableFuture<>();
        stream.function.answer(call -> held);
        EventSourceMapping mapping = stream.mappings.create(MappedStream.spec().withBatch(1, Duration.ZERO));
        for (int i = 0; i < 5; i++) {
            stream.put(Integer.toString(i));
        }
        stream.time.settle();

        stream.mappings.update(
                mapping.id(), spec -> spec.withBatch(4, Duration.ZERO).withParallelization(3));
        stream.time.settle();
        int meanwhile = stream.function.calls().size();
        stream.function.answer(call -> ScriptedFunction.succeed());
        held.complete(ScriptedFunction.succeed().toCompletableFuture().join());
        stream.time.settle();

        assertThat(meanwhile).isEqualTo(1);
        assertThat(stream.function.calls())
                .extracting(Call::data)
                .containsExactly(List.of("0"), List.of("1", "2", "3", "4"));
    }

    @Test
    void recordsThatNoPatternMatchesAreNeitherCountedNorDelivered() {
        EventSourceMapping mapping = stream.mappings.create(MappedStream.spec()
                .withBatch(2, Duration.ofSeconds(30))
                .withFilters(List.of("{\"data\":{\"ok\":[true]}}")));
        String last = "";
        for (int i = 0; i < 6; i++) {
            last = stream.put("{\"ok\":%s, \"i\":%d}".formatted(i % 3 == 0, i));
        }
        stream.time.settle();

        assertThat(stream.delivered()).containsExactly("{\"ok\":true, \"i\":0}", "{\"ok\":true, \"i\":3}");
        assertThat(stream.function.calls()).hasSize(1);
        assertThat(mapping.counters().recordsFiltered()).isEqualTo(4);
        MappingTimeline.Shard shard = mapping.timeline().shards().get(0);
        assertThat(shard.checkpoint()).isEqualTo(last);
        assertThat(shard.filtered()).isEqualTo(4);
        assertThat(shard.events()).extracting(MappingTimeline.Event::kind).contains(Kind.FILTERED, Kind.DELIVERED);
    }

    @Test
    void timelineSaysWhyTheFunctionIsNotCalled() {
        stream.function.answer(call -> ScriptedFunction.fail());
        EventSourceMapping mapping = stream.mappings.create(MappedStream.spec().withBatch(1, Duration.ZERO));
        String bad = stream.put("bad");
        stream.put("next");
        stream.time.advance(Duration.ofSeconds(2));

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
}
