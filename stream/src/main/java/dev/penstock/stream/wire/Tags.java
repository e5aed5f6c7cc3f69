package dev.penstock.stream.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.TagSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the tag operations have in common. */
final class Tags {
    /** So many tags a stream or consumer may have. */
    static final int MOST = 50;

    private static final int MOST_IN_REQUEST = 200;
    private static final int MAX_KEY = 128;
    private static final int MAX_VALUE = 256;
    private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{N}\\p{Z}_./=+\\-%@:]*");

    private Tags() {}

    /** Adds what is wrong with tags to add. */
    static Violations check(Violations violations, @Nullable Map<String, String> tags) {
        if (tags == null) {
            return violations;
        }
        violations.entries("tags", tags, 1, MOST_IN_REQUEST);
        if (tags.keySet().stream().anyMatch(key -> key.isEmpty() || key.length() > MAX_KEY)) {
            violations.failed(tags.toString(), "tags", "Map keys must satisfy constraint: " + lengths(MAX_KEY, 1));
        }
        if (tags.values().stream().anyMatch(value -> value.length() > MAX_VALUE)) {
            violations.failed(tags.toString(), "tags", "Map value must satisfy constraint: " + lengths(MAX_VALUE, 0));
        }
        return violations;
    }

    /** Adds what is wrong with the keys of tags to remove. */
    static Violations checkKeys(Violations violations, @Nullable List<String> keys) {
        violations.required("tagKeys", keys);
        if (keys == null) {
            return violations;
        }
        violations.items("tagKeys", keys, 1, MOST);
        if (keys.stream().anyMatch(key -> key.isEmpty() || key.length() > MAX_KEY)) {
            violations.failed(keys.toString(), "tagKeys", "Member must satisfy constraint: " + lengths(MAX_KEY, 1));
        }
        return violations;
    }

    private static String lengths(int most, int least) {
        return "[Member must have length less than or equal to %d, Member must have length greater than or equal to %d]"
                .formatted(most, least);
    }

    /**
     * Adds tags to a resource.
     *
     * @param failure how the service begins to say that it could not, for example {@code Failed to add tags to stream S
     *     under account A}
     * @throws AwsException InvalidArgumentException
     */
    static void add(TagSet resource, Map<String, String> tags, String failure) {
        checkCharacters(tags.keySet(), failure);
        checkCharacters(tags.values(), failure);
        if (!resource.add(tags, MOST)) {
            // The service's text has not kept up with its limit.
            throw KinesisErrors.invalidArgument(
                    failure + " because a given stream cannot have more than 10 tags associated with it.");
        }
    }

    /**
     * Removes tags of a resource.
     *
     * @throws AwsException InvalidArgumentException
     */
    static void remove(TagSet resource, List<String> keys, String failure) {
        checkCharacters(keys, failure);
        resource.remove(keys);
    }

    /** The texts are the service's: they name the percent sign, which it refuses, and not the colon, which it takes. */
    private static void checkCharacters(Collection<String> texts, String failure) {
        if (!texts.stream().allMatch(text -> ALLOWED.matcher(text).matches())) {
            throw KinesisErrors.invalidArgument(
                    "Some tags contain invalid characters. Valid characters: Unicode letters,"
                            + " digits, white space, _ . / = + - % @.");
        }
        if (texts.stream().anyMatch(text -> text.contains("%"))) {
            throw KinesisErrors.invalidArgument(
                    failure + " because some tags contained illegal characters. The allowed characters are Unicode"
                            + " letters, white-spaces, '_',',','/','=','+','-','@'.");
        }
    }
}
