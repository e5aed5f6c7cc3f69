package dev.penstock.broker.service;

/**
 * Whether a topic filter matches a topic, as AWS IoT Core has it: {@code a/#} does not match {@code a}, and a filter that
 * begins with a wildcard matches no topic that begins with {@code $}. Source: AWS IoT Core developer guide, MQTT topics.
 */
public final class TopicMatch {
    private TopicMatch() {}

    /** @param filter well formed */
    public static boolean matches(String filter, String topic) {
        if (topic.startsWith("$") && (filter.startsWith("#") || filter.startsWith("+"))) {
            return false;
        }
        int f = 0;
        int t = 0;
        while (true) {
            int filterEnd = end(filter, f);
            String level = filter.substring(f, filterEnd);
            if (level.equals("#")) {
                return true;
            }
            int topicEnd = end(topic, t);
            if (!level.equals("+") && !topic.substring(t, topicEnd).equals(level)) {
                return false;
            }
            if (filterEnd == filter.length() || topicEnd == topic.length()) {
                return filterEnd == filter.length() && topicEnd == topic.length();
            }
            f = filterEnd + 1;
            t = topicEnd + 1;
        }
    }

    private static int end(String text, int from) {
        int slash = text.indexOf('/', from);
        return slash < 0 ? text.length() : slash;
    }
}
