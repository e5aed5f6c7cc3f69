package dev.penstock.platform.wire;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The path of an API action, for example {@code /rules/{ruleName}/enable}: a label in braces takes one segment, one
 * that ends in {@code +} takes all that is left. Labels are split before they are decoded, so that {@code %2F} belongs to
 * its segment.
 */
record PathTemplate(List<String> segments) {
    PathTemplate {
        segments = List.copyOf(segments);
    }

    static PathTemplate of(String text) {
        return new PathTemplate(List.of(text.substring(1).split("/", -1)));
    }

    /** The labels when the path is of this form, else null. A label is never empty. */
    @Nullable
    Map<String, String> match(String rawPath) {
        if (!rawPath.startsWith("/")) {
            return null;
        }
        String[] given = rawPath.substring(1).split("/", -1);
        Map<String, String> labels = new HashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (i >= given.length) {
                return null;
            }
            if (segment.endsWith("+}")) {
                String rest = String.join("/", List.of(given).subList(i, given.length));
                labels.put(segment.substring(1, segment.length() - 2), decode(rest));
                return rest.isEmpty() ? null : labels;
            }
            if (segment.startsWith("{")) {
                labels.put(segment.substring(1, segment.length() - 1), decode(given[i]));
                if (given[i].isEmpty()) {
                    return null;
                }
            } else if (!segment.equals(given[i])) {
                return null;
            }
        }
        return given.length == segments.size() ? labels : null;
    }

    /** How exact the template is: one with more fixed segments is asked before one with fewer. */
    int fixedSegments() {
        return (int)
                segments.stream().filter(segment -> !segment.startsWith("{")).count();
    }

    /** In a path {@code +} stands for itself. */
    private static String decode(String escaped) {
        return QueryStringDecoder.decodeComponent(escaped.replace("+", "%2B"));
    }

    @Override
    public String toString() {
        return "/" + String.join("/", segments);
    }
}
