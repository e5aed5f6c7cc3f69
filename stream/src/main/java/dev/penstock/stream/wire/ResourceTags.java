package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.fanout.StreamConsumers;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.TagSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** TagResource, UntagResource and ListTagsForResource: the tags that the calls for streams see as well. */
final class ResourceTags {

    private ResourceTags() {}

    static WireOutput.Body tag(WireInput in, InMemoryStreams streams, StreamConsumers consumers) {
        @Nullable Map<String, String> tags = in.textMap("Tags").orElse(null);
        ResourceReference resource = ResourceReference.read(in);
        resource.check(Tags.check(new Violations().required("tags", tags), tags))
                .refuse();
        Tags.add(
                resource.in(streams, consumers).tags(),
                Objects.requireNonNull(tags),
                "Failed to add tags to resource " + resource.text());
        return WireOutput.Body.NONE;
    }

    static WireOutput.Body untag(WireInput in, InMemoryStreams streams, StreamConsumers consumers) {
        @Nullable List<String> keys = in.texts("TagKeys").orElse(null);
        ResourceReference resource = ResourceReference.read(in);
        resource.check(Tags.checkKeys(new Violations(), keys)).refuse();
        Tags.remove(
                resource.in(streams, consumers).tags(),
                Objects.requireNonNull(keys),
                "Failed to remove tags from resource " + resource.text());
        return WireOutput.Body.NONE;
    }

    static WireOutput.Body list(WireInput in, InMemoryStreams streams, StreamConsumers consumers) {
        ResourceReference resource = ResourceReference.read(in);
        resource.check(new Violations()).refuse();
        TagSet tags = resource.in(streams, consumers).tags();
        return out -> out.structures(
                "Tags",
                tags.all().entrySet(),
                (tag, item) -> item.text("Key", tag.getKey()).text("Value", tag.getValue()));
    }
}
