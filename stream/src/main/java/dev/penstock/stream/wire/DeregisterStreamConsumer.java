package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.fanout.StreamConsumers;
import dev.penstock.stream.local.InMemoryStreams;

/** Ends a registration, and the subscriptions under it. One that is DELETING stays so. */
record DeregisterStreamConsumer(ConsumerReference reference) {

    static DeregisterStreamConsumer read(WireInput in) {
        return new DeregisterStreamConsumer(ConsumerReference.read(in));
    }

    WireOutput.Body call(InMemoryStreams streams, StreamConsumers consumers) {
        reference.check(new Violations()).refuse();
        consumers.deregister(reference.in(streams, consumers));
        return WireOutput.Body.NONE;
    }
}
