package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.StreamState;

/** Describes a stream without its shards. StreamId is not told: clients that see it send it back. */
record DescribeStreamSummary(StreamReference stream) {
    private static final long KIB = 1024;

    static DescribeStreamSummary read(WireInput in) {
        return new DescribeStreamSummary(StreamReference.read(in));
    }

    WireOutput.Body call(InMemoryStreams streams) {
        stream.check(new Violations()).refuse();
        StreamState state = stream.in(streams);
        return out -> out.structure("StreamDescriptionSummary", summary -> {
            Shapes.stream(streams, state, summary);
            Shapes.details(state, summary);
            summary.number("OpenShardCount", state.openShards());
            summary.number("ConsumerCount", 0);
            summary.number("MaxRecordSizeInKiB", state.shape().maxRecordBytes() / KIB);
        });
    }
}
