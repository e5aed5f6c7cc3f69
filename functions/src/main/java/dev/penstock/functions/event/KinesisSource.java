package dev.penstock.functions.event;

import dev.penstock.platform.aws.Arn;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamSubscription;
import dev.penstock.stream.Streams;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** A Kinesis stream, or a registered consumer of one, as an event source mapping reads it. */
public final class KinesisSource implements EventSource {
    private static final String SERVICE = "kinesis";

    private final Streams streams;
    private final String name;
    private final String arn;
    private final String streamArn;
    private final KinesisOrigin origin;

    private KinesisSource(Streams streams, Arn arn, String streamArn, String roleArn) {
        this.streams = streams;
        this.arn = arn.toString();
        this.streamArn = streamArn;
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
            boolean elsewhere =
                    !arn.toString().equals(streamArn) && !arn.toString().startsWith(streamArn + "/");
            if (elsewhere) {
                throw streamMissing(arn);
            }
            return new KinesisSource(streams, arn, streamArn, roleArn);
        } catch (AwsException failure) {
            throw failure.code().equals("ResourceNotFoundException") ? streamMissing(arn) : failure;
        }
    }

    private static String streamName(Arn arn) {
        String resource = arn.resourceName();
        int end = resource.indexOf('/');
        return end < 0 ? resource : resource.substring(0, end);
    }

    private static AwsException streamMissing(Arn arn) {
        return new AwsException("InvalidParameterValueException", 400, "Stream not found: " + arn);
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
        try {
            streams.describe(name);
            return true;
        } catch (AwsException failure) {
            return !failure.code().equals("ResourceNotFoundException");
        }
    }

    @Override
    public Duration retention() {
        return streams.describe(name).retention();
    }

    @Override
    public Subscription subscribe(String consumer, StartingPosition from, Consumer<SourceReader> opened) {
        StreamSubscription subscription =
                streams.subscribe(name, consumer, from, reader -> opened.accept(new KinesisReader(reader, origin)));
        return subscription::close;
    }
}
