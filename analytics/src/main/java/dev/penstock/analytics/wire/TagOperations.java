package dev.penstock.analytics.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Tags of applications. */
final class TagOperations {
    private final ControlPlane plane;

    TagOperations(ControlPlane plane) {
        this.plane = plane;
    }

    void addTo(AnalyticsOperations operations) {
        operations.operation("TagResource", Model.tagging("Tags", Model.tags()), this::tag);
        operations.operation("UntagResource", Model.tagging("TagKeys", Model.tagKeys()), this::untag);
        operations.operation(
                "ListTagsForResource",
                Shape.structure().need("ResourceARN", Shape.text(1, 2048, "arn:.*")),
                this::list);
    }

    private StoredApplication find(WireInput in) {
        return plane.findByArn(in.text("ResourceARN").orElseThrow());
    }

    private WireOutput.Body tag(WireInput in) {
        StoredApplication application = find(in);
        plane.keep(application.withTags(Creation.tags(in, application.tags())));
        return WireOutput.Body.NONE;
    }

    private WireOutput.Body untag(WireInput in) {
        StoredApplication application = find(in);
        Map<String, String> rest = new LinkedHashMap<>(application.tags());
        rest.keySet().removeAll(in.texts("TagKeys").orElseThrow());
        plane.keep(application.withTags(rest));
        return WireOutput.Body.NONE;
    }

    private WireOutput.Body list(WireInput in) {
        Map<String, String> tags = new TreeMap<>(find(in).tags());
        return out -> out.structures(
                "Tags",
                tags.entrySet(),
                (tag, item) -> item.text("Key", tag.getKey()).text("Value", tag.getValue()));
    }
}
