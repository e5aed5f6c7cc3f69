package dev.penstock.stream.wire;

import dev.penstock.platform.aws.Arn;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.StreamShape;
import dev.penstock.stream.local.StreamState;
import org.jspecify.annotations.Nullable;

/** The stream that a request names, by StreamName, StreamARN or both. StreamId is reserved and has no effect. */
record StreamReference(
        @Nullable String streamName, @Nullable String streamArn) {

    static StreamReference read(WireInput in) {
        return new StreamReference(
                in.text("StreamName").orElse(null), in.text("StreamARN").orElse(null));
    }

    /** For operations that have no StreamName. */
    static StreamReference readArn(WireInput in) {
        return new StreamReference(null, in.text("StreamARN").orElse(null));
    }

    boolean isAbsent() {
        return streamName == null && streamArn == null;
    }

    /** Adds what is wrong with the reference, which must be there. */
    Violations check(Violations violations) {
        return streamArn == null
                ? violations.required("streamName", streamName).text("streamName", streamName, Violations.TextRule.NAME)
                : checkIfPresent(violations);
    }

    /** As {@link #check}, for operations that have no StreamName. */
    Violations checkArn(Violations violations) {
        return checkIfPresent(violations.required("streamARN", streamArn));
    }

    Violations checkIfPresent(Violations violations) {
        return violations
                .text("streamName", streamName, Violations.TextRule.NAME)
                .text("streamARN", streamArn, Violations.TextRule.ARN);
    }

    /**
     * How much data a record may have before its stream is asked: as much as any stream takes, and what a stream takes
     * that nobody has configured when the name is one that no stream has.
     */
    int maxDataBytes() {
        boolean nameable = check(new Violations()).isEmpty();
        return nameable ? Entry.MAX_DATA_BYTES : (int) StreamShape.DEFAULT_MAX_RECORD_BYTES;
    }

    /** The name, after {@link #check}. Only the account in a StreamARN is looked at by {@link #in}. */
    String name() {
        String fromArn = streamArn == null ? null : Arn.parse(streamArn).resourceName();
        if (streamName != null && fromArn != null && !streamName.equals(fromArn)) {
            throw KinesisErrors.invalidArgument(
                    "StreamName %s and StreamARN %s name different streams".formatted(streamName, streamArn));
        }
        if (streamName != null) {
            return streamName;
        }
        if (fromArn != null) {
            return fromArn;
        }
        throw new IllegalStateException("a stream reference is used before it is checked");
    }

    /**
     * The stream itself.
     *
     * @throws AwsException ResourceNotFoundException, also for an ARN of another account or region
     */
    StreamState in(InMemoryStreams streams) {
        String name = name();
        if (streamArn != null && !streamArn.equals(streams.arn(name))) {
            throw KinesisErrors.streamNotFound(name, account(streams));
        }
        return streams.stream(name);
    }

    /** The account that the request is about. */
    String account(InMemoryStreams streams) {
        return streamArn == null
                ? streams.identity().account()
                : Arn.parse(streamArn).account();
    }

    /**
     * The stream, for records to go in or out.
     *
     * @throws AwsException ResourceNotFoundException, also when it is CREATING or DELETING
     */
    StreamState serving(InMemoryStreams streams) {
        return streams.serving(in(streams).name());
    }
}
