package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.StreamState;
import java.util.Map;

/** Adds or replaces tags of a stream. */
record AddTagsToStream(Map<String, String> tags, StreamReference stream) {

    static AddTagsToStream read(WireInput in) {
        return new AddTagsToStream(Tags.map(in, "Tags"), StreamReference.read(in));
    }

    WireOutput.Body call(InMemoryStreams streams) {
        Violations violations = new Violations();
        Tags.check(violations, tags, 1);
        stream.check(violations).refuse();
        Tags.checkCharacters(tags);
        StreamState state = stream.in(streams);
        if (!state.attributes().resource().tags().add(tags, Tags.MOST)) {
            throw KinesisErrors.invalidArgument(
                    ("Failed to add tags to stream %s under account %s because a given stream cannot have more than %d"
                                    + " tags associated with it.")
                            .formatted(state.name(), streams.identity().account(), Tags.MOST));
        }
        return WireOutput.Body.NONE;
    }
}
