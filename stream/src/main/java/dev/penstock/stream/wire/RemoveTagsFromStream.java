package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.StreamState;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Removes tags of a stream; keys that it does not have are passed over. */
record RemoveTagsFromStream(@Nullable List<String> tagKeys, StreamReference stream) {

    static RemoveTagsFromStream read(WireInput in) {
        return new RemoveTagsFromStream(in.texts("TagKeys").orElse(null), StreamReference.read(in));
    }

    WireOutput.Body call(InMemoryStreams streams) {
        stream.check(Tags.checkKeys(new Violations(), tagKeys)).refuse();
        StreamState state = stream.in(streams);
        Tags.remove(
                state.attributes().resource().tags(),
                Objects.requireNonNull(tagKeys),
                "Failed to remove tags from stream %s under account %s"
                        .formatted(state.name(), streams.identity().account()));
        return WireOutput.Body.NONE;
    }
}
