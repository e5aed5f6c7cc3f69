package dev.penstock.broker.gateway;

/**
 * Messages to {@code $aws/rules/<rule>/<topic>}: for that one rule, and for nobody else. They are not handed to
 * subscribers and not retained.
 * Source: AWS IoT Core developer guide, Reducing messaging costs with Basic Ingest.
 */
final class BasicIngest {
    private static final String PREFIX = "$aws/rules/";

    private BasicIngest() {}

    /** Whether a topic names a rule. */
    static boolean isAddressed(String topic) {
        return topic.length() > PREFIX.length() && topic.startsWith(PREFIX) && topic.charAt(PREFIX.length()) != '/';
    }

    /** What follows the name of the rule; empty when nothing does. Only this counts for the limits of topics. */
    static String rest(String topic) {
        int slash = topic.indexOf('/', PREFIX.length());
        return slash < 0 ? "" : topic.substring(slash + 1);
    }
}
