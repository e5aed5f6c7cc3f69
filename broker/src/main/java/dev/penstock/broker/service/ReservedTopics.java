package dev.penstock.broker.service;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What clients may do with topics that begin with {@code $}, but for Basic Ingest and shared subscriptions, which are not
 * topics of services. Source: AWS IoT Core developer guide, Reserved topics.
 */
public final class ReservedTopics {
    private static final String ROOT = "$aws/";

    private static final List<Template> SHADOWS =
            templates("$aws/things/+/shadow/get|update|delete", "$aws/things/+/shadow/name/+/get|update|delete");

    private static final List<Template> JOBS =
            templates("$aws/things/+/jobs/get|start-next", "$aws/things/+/jobs/+/get|update");

    /** Nobody serves these here, but they have a topic for answers. */
    private static final List<Template> NOT_SERVED = templates(
            "$aws/certificates/create|create-from-csr/json|cbor",
            "$aws/provisioning-templates/+/provision/json|cbor",
            "$aws/things/+/streams/+/get|describe/json|cbor",
            "$aws/things/+/defender/metrics/json|cbor");

    /** Second levels of topics that somebody may subscribe to. */
    private static final Set<String> SUBSCRIBABLE =
            Set.of("things", "events", "certificates", "provisioning-templates", "sitewise", "+", "#");

    private ReservedTopics() {}

    /** Whether a topic is reserved, publishable or not. */
    public static boolean isReserved(String topic) {
        return topic.startsWith("$");
    }

    /** What is wrong with a client's publish to a reserved topic; empty when a service takes it or answers it. */
    public static Optional<String> publishProblem(String topic) {
        boolean known = Stream.of(SHADOWS, JOBS, NOT_SERVED).anyMatch(templates -> matches(templates, topic));
        return known
                ? Optional.empty()
                : Optional.of("topics that begin with $ are reserved for AWS services, and clients cannot publish to"
                        + " this one; shadows take $aws/things/<thing>/shadow/get, update and delete, jobs"
                        + " $aws/things/<thing>/jobs/get, start-next, <job>/get and <job>/update");
    }

    /** What is wrong with a subscription to reserved topics; empty when AWS grants it. */
    public static Optional<String> subscribeProblem(String filter) {
        String[] levels = filter.split("/", -1);
        if (filter.startsWith(ROOT) && SUBSCRIBABLE.contains(levels[1])) {
            return Optional.empty();
        }
        return Optional.of(
                filter.startsWith("$aws/rules/")
                        ? "messages for one rule, Basic Ingest, are for that rule only"
                        : "no AWS service publishes to such a reserved topic");
    }

    /** Whether subscribers get what clients publish to this topic: requests of shadows they do, other requests not. */
    public static boolean isForSubscribers(String topic) {
        return !matches(JOBS, topic) && !isUnserved(topic);
    }

    /** Whether a topic belongs to a service that Penstock does not have, but that can be answered. */
    public static boolean isUnserved(String topic) {
        return matches(NOT_SERVED, topic);
    }

    private static boolean matches(List<Template> templates, String topic) {
        String[] levels = topic.split("/", -1);
        return templates.stream().anyMatch(template -> template.matches(levels));
    }

    private static List<Template> templates(String... texts) {
        return Stream.of(texts).map(Template::of).toList();
    }

    /** A topic whose levels are {@code +} for any that is not empty, or names to choose from. */
    private record Template(List<Set<String>> levels) {
        private static final Set<String> ANY = Set.of("+");

        static Template of(String text) {
            return new Template(Stream.of(text.split("/", -1))
                    .map(level -> Set.of(level.split("\\|")))
                    .toList());
        }

        boolean matches(String[] topic) {
            if (topic.length != levels.size()) {
                return false;
            }
            for (int i = 0; i < topic.length; i++) {
                Set<String> level = levels.get(i);
                if (level.equals(ANY) ? topic[i].isEmpty() : !level.contains(topic[i])) {
                    return false;
                }
            }
            return true;
        }
    }
}
