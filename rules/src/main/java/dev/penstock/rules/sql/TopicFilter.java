package dev.penstock.rules.sql;

import java.util.List;

/**
 * The topic filter of a rule. Differs from MQTT: {@code a/#} does not match {@code a}. Wildcards at the first level do
 * not match topics that begin with {@code $}.
 */
public record TopicFilter(String text, List<String> levels) {

    public TopicFilter {
        levels = List.copyOf(levels);
    }

    /** Takes a text apart; {@link #problem} says whether it is a filter. */
    public static TopicFilter of(String text) {
        return new TopicFilter(text, List.of(text.split("/", -1)));
    }

    /** What is wrong with it; empty when it is fine. */
    String problem() {
        if (text.isEmpty()) {
            return "the topic filter is empty";
        }
        if (text.startsWith("$aws/rules/")) {
            return "$aws/rules/... is for publishing (Basic Ingest); a rule cannot select from it";
        }
        for (int i = 0; i < levels.size(); i++) {
            String level = levels.get(i);
            if (level.contains("#") && !(level.equals("#") && i == levels.size() - 1)) {
                return "'#' must stand alone in the last level of a topic filter";
            }
            if (level.contains("+") && !level.equals("+")) {
                return "'+' must stand alone in its level of a topic filter";
            }
        }
        return "";
    }

    public boolean matches(String topic) {
        return mismatch(topic).isEmpty();
    }

    /** The first difference, in words; empty when the topic matches. */
    public String mismatch(String topic) {
        if (topic.startsWith("$") && isWildcard(levels.get(0))) {
            return "level 1 is '%s', and a wildcard at the first level does not match topics that begin with $"
                    .formatted(firstLevel(topic));
        }
        String[] given = topic.split("/", -1);
        for (int i = 0; i < levels.size(); i++) {
            String level = levels.get(i);
            if (i >= given.length) {
                return missingLevel(given.length, level);
            }
            if (level.equals("#")) {
                return "";
            }
            if (!level.equals("+") && !level.equals(given[i])) {
                return "level %d is '%s', the filter wants '%s'".formatted(i + 1, given[i], level);
            }
        }
        return given.length == levels.size()
                ? ""
                : "the topic has %d levels, the filter ends after %d".formatted(given.length, levels.size());
    }

    private String missingLevel(int given, String level) {
        String count = given == 1 ? "1 level" : given + " levels";
        return level.equals("#")
                ? "the topic has only %s, and '#' stands for at least one more (unlike in MQTT)".formatted(count)
                : "the topic has only %s, the filter wants '%s' next".formatted(count, level);
    }

    private static String firstLevel(String topic) {
        int slash = topic.indexOf('/');
        return slash < 0 ? topic : topic.substring(0, slash);
    }

    private static boolean isWildcard(String level) {
        return level.equals("+") || level.equals("#");
    }
}
