package dev.penstock.functions.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.functions.Destinations;
import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.MappingSettings;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.StartingPosition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lease of a shard goes to another process, which reads it from the last checkpoint on. */
class LostShardTest implements MappedFunctions {
    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final List<Long> checkpoints = new CopyOnWriteArrayList<>();
    private final List<Bytes> invoked = new CopyOnWriteArrayList<>();
    private final ModelStream stream = new ModelStream(time, (shard, number) -> checkpoints.add(number));
    private final LocalMappings mappings = new LocalMappings(
            AwsIdentity.DEFAULT,
            time,
            List.of((arn, role) -> Optional.of(stream)),
            this,
            Destinations.NONE,
            MappingSettings.DEFAULT);
    private CompletableFuture<InvocationResult> answer = new CompletableFuture<>();

    @AfterEach
    void close() {
        mappings.close();
    }

    @Override
    public boolean exists(String function) {
        return true;
    }

    @Override
    public String roleArn(String function) {
        return "role";
    }

    @Override
    public CompletionStage<InvocationResult> invoke(String function, Bytes event) {
        invoked.add(event);
        return answer;
    }

    private EventSourceMapping map() {
        EventSourceMapping mapping =
                mappings.create(EventSourceMappingSpec.of(ModelStream.ARN, "f", new StartingPosition.TrimHorizon())
                        .withBatch(1, Duration.ZERO));
        stream.put("k", true);
        stream.put("k", true);
        time.settle();
        return mapping;
    }

    private static InvocationResult result(String error) {
        return new InvocationResult("id", Bytes.utf8("{}"), error.isEmpty() ? null : error, Duration.ZERO);
    }

    @Test
    void whatIsReadAheadIsNotDelivered() {
        EventSourceMapping mapping = map();

        stream.loseOpenShards();
        answer.complete(result(""));
        time.advance(Duration.ofMinutes(10));

        assertThat(invoked).hasSize(1);
        assertThat(checkpoints).isEmpty();
        assertThat(mapping.timeline().shards()).isEmpty();
    }

    @Test
    void failedBatchIsNotTriedAgain() {
        answer.complete(result("Unhandled"));
        EventSourceMapping mapping = map();
        int before = invoked.size();

        stream.loseOpenShards();
        time.advance(Duration.ofMinutes(10));

        assertThat(before).isEqualTo(1);
        assertThat(invoked).hasSize(1);
        assertThat(mapping.timeline().shards()).isEmpty();
    }
}
