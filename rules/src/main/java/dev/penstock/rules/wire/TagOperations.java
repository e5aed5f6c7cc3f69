package dev.penstock.rules.wire;

import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** TagResource, UntagResource, ListTagsForResource; of rules only. */
final class TagOperations {
    private final RuleTags tags;

    TagOperations(RuleTags tags) {
        this.tags = tags;
    }

    WireOutput.Body tag(RestInput in) {
        WireInput body = in.json();
        Map<String, String> added = new LinkedHashMap<>();
        for (WireInput tag : body.structures("tags").orElseThrow(() -> IotErrors.missing("tags"))) {
            String key = tag.text("Key").orElseThrow(() -> IotErrors.missing("tags.Key"));
            added.put(key, tag.text("Value").orElse(""));
        }
        tags.change(arn(body), all -> all.putAll(added));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body untag(RestInput in) {
        WireInput body = in.json();
        List<String> removed = body.texts("tagKeys").orElseThrow(() -> IotErrors.missing("tagKeys"));
        tags.change(arn(body), all -> removed.forEach(all::remove));
        return WireOutput.Body.NONE;
    }

    /** All in one page: there are at most 50. */
    WireOutput.Body list(RestInput in) {
        String arn = in.query("resourceArn").orElseThrow(() -> IotErrors.missing("resourceArn"));
        Map<String, String> all = new TreeMap<>(tags.of(arn));
        return out -> out.structures(
                "tags",
                all.entrySet(),
                (tag, item) -> item.text("Key", tag.getKey()).text("Value", tag.getValue()));
    }

    private static String arn(WireInput body) {
        return body.text("resourceArn").orElseThrow(() -> IotErrors.missing("resourceArn"));
    }
}
