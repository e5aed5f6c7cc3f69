package dev.penstock.stream.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a request violates of the API model's constraints, in the order in which the operation's class asks, and
 * words it as the service does.
 *
 * <p>Source: answers of the service as collected in fact sheet spec-kinesis, section 1.6.
 */
final class Violations {
    private static final int MOST_SHOWN = 10;

    private final List<String> sentences = new ArrayList<>();
    private String list = "";
    private int item;

    /**
     * What a text may look like.
     *
     * @param pattern the whole text must match; null for any
     */
    record TextRule(@Nullable Pattern pattern, int min, int max) {
        static final TextRule NAME = matching("[a-zA-Z0-9_.-]+", 1, 128);
        static final TextRule ARN = matching("arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+", 1, 2048);
        static final TextRule RESOURCE_ARN = matching("arn:aws.*:kinesis:.*:\\d{12}:.*stream/\\S+", 1, 2048);
        static final TextRule KEY_ID = new TextRule(null, 1, 2048);
        static final TextRule SEQUENCE_NUMBER = matching("0|([1-9]\\d{0,128})", 0, Integer.MAX_VALUE);
        static final TextRule HASH_KEY = matching("0|([1-9]\\d{0,38})", 0, Integer.MAX_VALUE);
        static final TextRule PARTITION_KEY = new TextRule(null, 1, 256);
        static final TextRule ITERATOR = new TextRule(null, 1, 512);
        static final TextRule NEXT_TOKEN = new TextRule(null, 1, 1_048_576);
        static final TextRule TAG_KEY = new TextRule(null, 1, 128);

        private static TextRule matching(String pattern, int min, int max) {
            return new TextRule(Pattern.compile(pattern), min, max);
        }
    }

    /**
     * What follows is about the members of a list's item, until {@link #topLevel}. Paths are put together only when they
     * are shown: a request may have 500 items without fault.
     *
     * @param number from 1
     */
    Violations item(String listName, int number) {
        list = listName;
        item = number;
        return this;
    }

    /** What follows is about the members of the request itself. */
    Violations topLevel() {
        item = 0;
        return this;
    }

    private String path(String member) {
        return item == 0 ? member : "%s.%d.member.%s".formatted(list, item, member);
    }

    /** A member that must be there; its other constraints are checked on their own. */
    Violations required(String path, @Nullable Object value) {
        if (value == null) {
            add("Value null at '%s' failed to satisfy constraint: Member must not be null".formatted(path(path)));
        }
        return this;
    }

    Violations text(String path, @Nullable String value, TextRule rule) {
        if (value != null) {
            Pattern pattern = rule.pattern();
            if (pattern != null && !pattern.matcher(value).matches()) {
                failed(value, path, "Member must satisfy regular expression pattern: " + pattern.pattern());
            }
            int length = value.codePointCount(0, value.length());
            if (length < rule.min()) {
                failed(value, path, "Member must have length greater than or equal to " + rule.min());
            }
            if (length > rule.max()) {
                failed(value, path, "Member must have length less than or equal to " + rule.max());
            }
        }
        return this;
    }

    Violations number(String path, @Nullable Integer value, int min, int max) {
        if (value != null) {
            if (value < min) {
                failed(value.toString(), path, "Member must have value greater than or equal to " + min);
            }
            if (value > max) {
                failed(value.toString(), path, "Member must have value less than or equal to " + max);
            }
        }
        return this;
    }

    /** @param values as the service prints them: not sorted */
    Violations oneOf(String path, @Nullable String value, List<String> values) {
        if (value != null && !values.contains(value)) {
            failed(value, path, "Member must satisfy enum value set: " + values);
        }
        return this;
    }

    /** The length of a blob, which is shown as Java shows a buffer. */
    Violations size(String path, @Nullable Bytes value, int max) {
        if (value != null && value.length() > max) {
            int length = value.length();
            failed(
                    "java.nio.HeapByteBuffer[pos=0 lim=%d cap=%d]".formatted(length, length),
                    path,
                    "Member must have length less than or equal to " + max);
        }
        return this;
    }

    /** The number of items in a list of which no item is shown. */
    Violations items(String path, int count, int min, int max) {
        if (count < min) {
            failed("[]", path, "Member must have length greater than or equal to " + min);
        }
        if (count > max) {
            failedUnprinted(path, "Member must have length less than or equal to " + max);
        }
        return this;
    }

    /** The number of items in a list, which is shown as {@code [a, b]}. */
    Violations items(String path, Collection<?> items, int min, int max) {
        return count(path, items, items.size(), min, max);
    }

    /** The number of entries in a map, which is shown as <code>{k=v, l=w}</code>. */
    Violations entries(String path, Map<?, ?> entries, int min, int max) {
        return count(path, entries, entries.size(), min, max);
    }

    private Violations count(String path, Object shown, int count, int min, int max) {
        if (count < min) {
            failed(shown.toString(), path, "Member must have length greater than or equal to " + min);
        }
        if (count > max) {
            failed(shown.toString(), path, "Member must have length less than or equal to " + max);
        }
        return this;
    }

    boolean isEmpty() {
        return sentences.isEmpty();
    }

    /** @throws AwsException ValidationException when there is any violation */
    void refuse() {
        if (!sentences.isEmpty()) {
            int count = sentences.size();
            throw AwsException.validation("%d validation error%s detected: %s"
                    .formatted(count, count == 1 ? "" : "s", String.join("; ", sentences)));
        }
    }

    void failed(String value, String path, String constraint) {
        add("Value '%s' at '%s' failed to satisfy constraint: %s".formatted(value, path(path), constraint));
    }

    /** As today's service words it for values that it does not print. */
    void failedUnprinted(String path, String constraint) {
        add("Value at '%s' failed to satisfy constraint: %s".formatted(path(path), constraint));
    }

    private void add(String sentence) {
        if (sentences.size() < MOST_SHOWN) {
            sentences.add(sentence);
        }
    }
}
