package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.fanout.FanOutErrors;
import dev.penstock.stream.fanout.StreamConsumers;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.StreamState;

/** Deletes a stream; one with registered consumers only when that is asked for, and then with them. */
record DeleteStream(boolean enforceConsumerDeletion, StreamReference stream) {

    static DeleteStream read(WireInput in) {
        return new DeleteStream(in.bool("EnforceConsumerDeletion").orElse(false), StreamReference.read(in));
    }

    WireOutput.Body call(InMemoryStreams streams, StreamConsumers consumers) {
        stream.check(new Violations()).refuse();
        StreamState state = stream.in(streams);
        if (!enforceConsumerDeletion && !consumers.of(state).isEmpty()) {
            throw FanOutErrors.hasConsumers(streams.arn(state.name()), state.name());
        }
        streams.delete(state.name());
        consumers.forget(state);
        return WireOutput.Body.NONE;
    }
}
