package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.StreamAttributes;
import dev.penstock.stream.local.StreamState;

/** Switches a stream between provisioned mode and on demand. Its shards stay as they are. */
record UpdateStreamMode(StreamReference stream, CapacityMode mode, WarmThroughput warm) {

    static UpdateStreamMode read(WireInput in) {
        return new UpdateStreamMode(StreamReference.readArn(in), CapacityMode.read(in), WarmThroughput.read(in));
    }

    WireOutput.Body call(InMemoryStreams streams) {
        warm.check(mode.checkRequired(stream.checkArn(new Violations()))).refuse();
        StreamState state = stream.in(streams);
        String account = streams.identity().account();
        warm.checkFor(mode.isOnDemand(), state.name(), account);
        StreamAttributes attributes = state.attributes();
        state.update(() -> {
            boolean switches = attributes.isOnDemand() != mode.isOnDemand();
            if (switches && mode.isOnDemand()) {
                streams.checkOnDemandLimit();
            }
            if (switches && !attributes.trySwitchMode()) {
                throw KinesisErrors.limitExceeded(
                        "Stream %s under account %s can switch its mode twice in 24 hours; it has."
                                .formatted(state.name(), account));
            }
            return () -> attributes.setMode(mode.isOnDemand(), warm.mibPerSecond());
        });
        return WireOutput.Body.NONE;
    }
}
