package dev.penstock.stream.fanout;

import dev.penstock.platform.aws.Arn;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code <stream ARN>/consumer/<name>:<creation in epoch seconds>}. The seconds tell a consumer from an earlier one of
 * its name.
 */
public record ConsumerArn(String streamArn, String consumerName, long createdSeconds) {
    /** What the API model demands of a ConsumerARN. */
    public static final Pattern PATTERN = Pattern.compile(
            "(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+");

    private static final Pattern PARTS =
            Pattern.compile("(arn:[^/]*:stream/[a-zA-Z0-9_.-]+)/consumer/([a-zA-Z0-9_.-]+):(\\d{1,18})");

    /** Reads the text form; empty when it is none. */
    public static Optional<ConsumerArn> parse(String text) {
        Matcher parts = PARTS.matcher(text);
        return parts.matches()
                ? Optional.of(new ConsumerArn(parts.group(1), parts.group(2), Long.parseLong(parts.group(3))))
                : Optional.empty();
    }

    /** The name of the stream. */
    public String streamName() {
        return Arn.parse(streamArn).resourceName();
    }

    @Override
    public String toString() {
        return "%s/consumer/%s:%d".formatted(streamArn, consumerName, createdSeconds);
    }
}
