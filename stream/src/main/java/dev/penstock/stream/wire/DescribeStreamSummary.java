package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.fanout.StreamConsumers;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.StreamState;
import dev.penstock.stream.local.StreamStatus;
import java.util.Optional;

/** Describes a stream without its shards. StreamId is not told: clients that see it send it back. */
record DescribeStreamSummary(StreamReference stream) {
    private static final long KIB = 1024;

    static DescribeStreamSummary read(WireInput in) {
        return new DescribeStreamSummary(StreamReference.read(in));
    }

    WireOutput.Body call(InMemoryStreams streams, StreamConsumers consumers) {
        stream.check(new Violations()).refuse();
        StreamState state = stream.in(streams);
        StreamStatus status = state.status();
        int registered = consumers.of(state).size();
        return out -> out.structure("StreamDescriptionSummary", summary -> {
            Shapes.stream(streams, state, status, summary);
            Shapes.details(state, summary);
            summary.number("OpenShardCount", status == StreamStatus.CREATING ? 0 : state.openShards());
            summary.number("ConsumerCount", registered);
            summary.number("MaxRecordSizeInKiB", state.attributes().maxRecordBytes() / KIB);
            Optional<Integer> warm = state.attributes().warmMibPerSecond();
            if (warm.isPresent()) {
                Shapes.warmThroughput(warm.get(), warm.get(), summary);
            }
        });
    }
}
