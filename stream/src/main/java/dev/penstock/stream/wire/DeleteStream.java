package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.InMemoryStreams;

/** Deletes a stream, which is gone at once. EnforceConsumerDeletion has no effect: there are no registered consumers. */
record DeleteStream(StreamReference stream) {

    static DeleteStream read(WireInput in) {
        return new DeleteStream(StreamReference.read(in));
    }

    WireOutput.Body call(InMemoryStreams streams) {
        stream.check(new Violations()).refuse();
        streams.delete(stream.in(streams).name());
        return WireOutput.Body.NONE;
    }
}
