package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.StreamState;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Adds or replaces tags of a stream. */
record AddTagsToStream(@Nullable Map<String, String> tags, StreamReference stream) {

    static AddTagsToStream read(WireInput in) {
        return new AddTagsToStream(in.textMap("Tags").orElse(null), StreamReference.read(in));
    }

    WireOutput.Body call(InMemoryStreams streams) {
        Violations violations = Tags.check(new Violations().required("tags", tags), tags);
        stream.check(violations).refuse();
        StreamState state = stream.in(streams);
        Tags.add(
                state.attributes().resource().tags(),
                Objects.requireNonNull(tags),
                "Failed to add tags to stream %s under account %s"
                        .formatted(state.name(), streams.identity().account()));
        return WireOutput.Body.NONE;
    }
}
