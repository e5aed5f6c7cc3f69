package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.InMemoryStreams;
import java.util.List;

/** Removes tags of a stream; keys that it does not have are passed over. */
record RemoveTagsFromStream(List<String> tagKeys, StreamReference stream) {

    static RemoveTagsFromStream read(WireInput in) {
        return new RemoveTagsFromStream(Tags.list(in, "TagKeys"), StreamReference.read(in));
    }

    WireOutput.Body call(InMemoryStreams streams) {
        Violations violations = new Violations().items("tagKeys", tagKeys.size(), 1, Tags.MOST);
        for (int i = 0; i < tagKeys.size(); i++) {
            violations.text("tagKeys.%d.member".formatted(i + 1), tagKeys.get(i), Violations.TextRule.TAG_KEY);
        }
        stream.check(violations).refuse();
        stream.in(streams).attributes().resource().tags().remove(tagKeys);
        return WireOutput.Body.NONE;
    }
}
