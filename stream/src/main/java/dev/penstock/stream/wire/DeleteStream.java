package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.StreamState;

/** Deletes a stream; one with registered consumers only when that is asked for. */
record DeleteStream(boolean enforceConsumerDeletion, StreamReference stream) {

    static DeleteStream read(WireInput in) {
        return new DeleteStream(in.bool("EnforceConsumerDeletion").orElse(false), StreamReference.read(in));
    }

    WireOutput.Body call(InMemoryStreams streams) {
        stream.check(new Violations()).refuse();
        StreamState state = stream.in(streams);
        if (!enforceConsumerDeletion && state.consumerCount() > 0) {
            throw KinesisErrors.hasConsumers(state.name(), streams.identity().account(), state.consumerCount());
        }
        streams.delete(state.name());
        return WireOutput.Body.NONE;
    }
}
