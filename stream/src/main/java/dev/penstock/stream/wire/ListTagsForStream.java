package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.InMemoryStreams;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists the tags of a stream by key. */
record ListTagsForStream(@Nullable Integer limit, @Nullable String exclusiveStartTagKey, StreamReference stream) {

    static ListTagsForStream read(WireInput in) {
        return new ListTagsForStream(
                in.integer("Limit").orElse(null),
                in.text("ExclusiveStartTagKey").orElse(null),
                StreamReference.read(in));
    }

    WireOutput.Body call(InMemoryStreams streams) {
        Violations violations = new Violations()
                .number("limit", limit, 1, Tags.MOST)
                .text("exclusiveStartTagKey", exclusiveStartTagKey, Violations.TextRule.TAG_KEY);
        stream.check(violations).refuse();
        List<Map.Entry<String, String>> after =
                stream.in(streams).attributes().resource().tags().all().entrySet().stream()
                        .filter(tag ->
                                exclusiveStartTagKey == null || tag.getKey().compareTo(exclusiveStartTagKey) > 0)
                        .toList();
        int most = limit == null ? Tags.MOST : limit;
        List<Map.Entry<String, String>> page = after.subList(0, Math.min(most, after.size()));
        return out -> {
            out.structures(
                    "Tags", page, (tag, item) -> item.text("Key", tag.getKey()).text("Value", tag.getValue()));
            out.bool("HasMoreTags", page.size() < after.size());
        };
    }
}
