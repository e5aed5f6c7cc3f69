package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.StreamAttributes;
import dev.penstock.stream.local.StreamState;
import java.util.Objects;

/** Says what a stream on demand is to be prepared for. */
record UpdateStreamWarmThroughput(StreamReference stream, WarmThroughput warm) {
    /** What a stream on demand takes from the start, in MiB/s. */
    private static final int FIRST_MIB_PER_SECOND = 4;

    static UpdateStreamWarmThroughput read(WireInput in) {
        return new UpdateStreamWarmThroughput(StreamReference.read(in), WarmThroughput.read(in));
    }

    WireOutput.Body call(InMemoryStreams streams) {
        warm.check(stream.check(new Violations()).required("warmThroughputMiBps", warm.mibPerSecond()))
                .refuse();
        int target = Objects.requireNonNull(warm.mibPerSecond());
        StreamState state = stream.in(streams);
        StreamAttributes attributes = state.attributes();
        int current = attributes.warmMibPerSecond().orElse(FIRST_MIB_PER_SECOND);
        state.update(() -> {
            warm.checkFor(
                    attributes.isOnDemand(), state.name(), streams.identity().account());
            return () -> attributes.setWarmMibPerSecond(target);
        });
        return out -> {
            out.text("StreamARN", streams.arn(state.name()));
            out.text("StreamName", state.name());
            Shapes.warmThroughput(target, current, out);
        };
    }
}
