package dev.penstock.functions.event;

import dev.penstock.platform.aws.Arn;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.stream.RegisteredConsumer;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamSubscription;
import dev.penstock.stream.Streams;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A Kinesis stream, or a registered consumer of one, as an event source mapping reads it. When the consumer is deleted
 * nothing more is read: one that is registered anew under its name is another one.
 */
public final class KinesisSource implements EventSource {
    private static final String SERVICE = "kinesis";
    private static final String NOT_FOUND = "ResourceNotFoundException";

    private final Streams streams;
    private final String name;
    private final String arn;
    private final String streamArn;
    private final KinesisOrigin origin;
    private final @Nullable RegisteredConsumer consumer;

    private KinesisSource(
            Streams streams, Arn arn, String streamArn, String roleArn, @Nullable RegisteredConsumer consumer) {
        this.streams = streams;
        this.arn = arn.toString();
        this.streamArn = streamArn;
        this.consumer = consumer;
        name = streamName(arn);
        origin = new KinesisOrigin(this.arn, arn.region(), roleArn);
    }

    /** Opens streams by ARN. */
    public static EventSources of(Streams streams) {
        return (arn, roleArn) ->
                arn.service().equals(SERVICE) ? Optional.of(open(streams, arn, roleArn)) : Optional.empty();
    }

    private static KinesisSource open(Streams streams, Arn arn, String roleArn) {
        try {
            String streamArn = streams.describe(streamName(arn)).arn();
            String asked = arn.toString();
            if (asked.equals(streamArn)) {
                return new KinesisSource(streams, arn, streamArn, roleArn, null);
            }
            return Optional.of(asked)
                    .filter(text -> text.startsWith(streamArn + "/"))
                    .flatMap(streams::consumer)
                    .map(found -> new KinesisSource(streams, arn, streamArn, roleArn, found))
                    .orElseThrow(() -> SourceErrors.streamMissing(asked));
        } catch (AwsException failure) {
            throw failure.code().equals(NOT_FOUND) ? SourceErrors.streamMissing(arn.toString()) : failure;
        }
    }

    private static String streamName(Arn arn) {
        String resource = arn.resourceName();
        int end = resource.indexOf('/');
        return end < 0 ? resource : resource.substring(0, end);
    }

    @Override
    public String arn() {
        return arn;
    }

    @Override
    public String streamArn() {
        return streamArn;
    }

    @Override
    public String service() {
        return "aws:kinesis";
    }

    @Override
    public boolean exists() {
        RegisteredConsumer known = consumer;
        if (known != null) {
            return known.isRegistered();
        }
        try {
            streams.describe(name);
            return true;
        } catch (AwsException failure) {
            return !failure.code().equals(NOT_FOUND);
        }
    }

    @Override
    public Duration retention() {
        return streams.describe(name).retention();
    }

    @Override
    public Subscription subscribe(String reader, StartingPosition from, Consumer<SourceReader> opened) {
        StreamSubscription subscription = streams.subscribe(
                name, reader, from, shard -> opened.accept(new KinesisReader(shard, origin, consumer)));
        return subscription::close;
    }
}
