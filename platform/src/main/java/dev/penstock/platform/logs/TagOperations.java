package dev.penstock.platform.logs;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** TagResource, UntagResource, ListTagsForResource and the older ListTagsLogGroup. */
final class TagOperations {
    private static final int MOST = 50;
    private static final int MAX_KEY = 128;
    private static final int MAX_VALUE = 256;

    private TagOperations() {}

    static void check(Map<String, String> tags) {
        if (tags.size() > MOST) {
            throw new AwsException("TooManyTagsException", 400, "A resource has at most %d tags".formatted(MOST));
        }
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > MAX_KEY || value.length() > MAX_VALUE) {
                throw LogErrors.invalid("The tag '%s' must have a key of 1 to %d and a value of at most %d characters"
                        .formatted(key, MAX_KEY, MAX_VALUE));
            }
        });
    }

    static WireOutput.Body tag(LogGroups groups, LogsInput in) {
        Map<String, String> added = in.wire().textMap("tags").orElse(Map.of());
        return groups.tags(group(groups, in), tags -> {
            Map<String, String> all = new TreeMap<>(tags);
            all.putAll(added);
            check(all);
            tags.putAll(added);
            return WireOutput.Body.NONE;
        });
    }

    static WireOutput.Body untag(LogGroups groups, LogsInput in) {
        List<String> removed = in.wire().texts("tagKeys").orElse(List.of());
        return groups.tags(group(groups, in), tags -> {
            removed.forEach(tags::remove);
            return WireOutput.Body.NONE;
        });
    }

    static WireOutput.Body list(LogGroups groups, LogsInput in) {
        return answer(groups.tags(group(groups, in), TreeMap::new));
    }

    static WireOutput.Body listOfGroup(LogGroups groups, LogsInput in) {
        return answer(groups.tags(in.groupName(), TreeMap::new));
    }

    private static WireOutput.Body answer(Map<String, String> tags) {
        return out -> out.structure("tags", item -> {
            for (Map.Entry<String, String> tag : tags.entrySet()) {
                write(tag, item);
            }
        });
    }

    private static void write(Map.Entry<String, String> tag, WireOutput out) throws IOException {
        out.text(tag.getKey(), tag.getValue());
    }

    private static String group(LogGroups groups, LogsInput in) {
        String arn = in.required("resourceArn");
        String name = LogsInput.nameIn(arn);
        if (name.equals(arn) || !groups.exists(name)) {
            throw LogErrors.noResource(arn);
        }
        return name;
    }
}
