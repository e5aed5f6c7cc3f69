package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.fanout.StreamConsumer;
import java.io.IOException;

/** Structures that describe a registered consumer. */
final class ConsumerShapes {

    private ConsumerShapes() {}

    static void consumer(StreamConsumer consumer, WireOutput out) throws IOException {
        out.text("ConsumerName", consumer.name());
        out.text("ConsumerARN", consumer.arn().toString());
        out.text("ConsumerStatus", consumer.status().name());
        out.timestamp("ConsumerCreationTimestamp", consumer.created());
    }

    static void description(StreamConsumer consumer, WireOutput out) throws IOException {
        consumer(consumer, out);
        out.text("StreamARN", consumer.arn().streamArn());
    }
}
