package dev.penstock.stream.wire;

import dev.penstock.platform.aws.Arn;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.stream.fanout.ConsumerArn;
import dev.penstock.stream.fanout.StreamConsumers;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.ResourceAttributes;
import org.jspecify.annotations.Nullable;

/** The stream or registered consumer that a request names by ResourceARN. */
record ResourceReference(@Nullable String arn) {
    private static final String CONSUMER = "/consumer/";

    static ResourceReference read(WireInput in) {
        return new ResourceReference(in.text("ResourceARN").orElse(null));
    }

    Violations check(Violations violations) {
        return violations.required("resourceARN", arn).text("resourceARN", arn, Violations.TextRule.RESOURCE_ARN);
    }

    /** The ARN as it was given, after {@link #check}. */
    String text() {
        return String.valueOf(arn);
    }

    /**
     * Tags and policy of the resource.
     *
     * @throws AwsException ResourceNotFoundException, also for an ARN of another account or region
     */
    ResourceAttributes in(InMemoryStreams streams, StreamConsumers consumers) {
        Arn parsed = Arn.parse(text());
        String name = parsed.resourceName();
        int consumer = name.indexOf(CONSUMER);
        String stream = consumer < 0 ? name : name.substring(0, consumer);
        if (!text().equals(streams.arn(name))) {
            throw KinesisErrors.streamNotFound(stream, parsed.account());
        }
        if (consumer < 0) {
            return streams.stream(stream).attributes().resource();
        }
        return ConsumerArn.parse(text())
                .flatMap(consumers::find)
                .orElseThrow(() ->
                        KinesisErrors.consumerNotFound(name.substring(consumer + CONSUMER.length()), parsed.account()))
                .resource();
    }
}
