package dev.penstock.stream.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.StreamState;

/** What only streams in provisioned mode, or only those on demand, may be asked for. */
final class Provisioned {

    private Provisioned() {}

    /** @throws AwsException ValidationException when the stream is on demand */
    static void check(InMemoryStreams streams, StreamState state) {
        if (state.attributes().isOnDemand()) {
            throw KinesisErrors.onDemand(state.name(), streams.identity().account());
        }
    }
}
