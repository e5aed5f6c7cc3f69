package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.fanout.StreamConsumer;
import dev.penstock.stream.fanout.StreamConsumers;
import dev.penstock.stream.local.InMemoryStreams;

/** Describes a registered consumer. */
record DescribeStreamConsumer(ConsumerReference reference) {

    static DescribeStreamConsumer read(WireInput in) {
        return new DescribeStreamConsumer(ConsumerReference.read(in));
    }

    WireOutput.Body call(InMemoryStreams streams, StreamConsumers consumers) {
        reference.check(new Violations()).refuse();
        StreamConsumer consumer = reference.in(streams, consumers);
        return out ->
                out.structure("ConsumerDescription", structure -> ConsumerShapes.description(consumer, structure));
    }
}
