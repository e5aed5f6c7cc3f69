package dev.penstock.rules.local;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All rules at one moment. Immutable: a change makes a new one, so that a message sees either all of it or nothing. */
final class RuleSet {
    static final RuleSet EMPTY = new RuleSet(new TreeMap<>());
    private static final String BASIC_INGEST = "$aws/rules/";

    private final SortedMap<String, DeployedRule> byName;
    private final TopicIndex index = new TopicIndex();

    private RuleSet(SortedMap<String, DeployedRule> byName) {
        this.byName = Collections.unmodifiableSortedMap(byName);
        for (DeployedRule rule : byName.values()) {
            if (!rule.rule().disabled()) {
                rule.program().statement().topicFilter().ifPresent(filter -> index.add(filter, rule));
            }
        }
    }

    RuleSet with(DeployedRule rule) {
        SortedMap<String, DeployedRule> copy = new TreeMap<>(byName);
        copy.put(rule.name(), rule);
        return new RuleSet(copy);
    }

    RuleSet without(String name) {
        SortedMap<String, DeployedRule> copy = new TreeMap<>(byName);
        copy.remove(name);
        return new RuleSet(copy);
    }

    Collection<DeployedRule> all() {
        return byName.values();
    }

    @Nullable
    DeployedRule named(String name) {
        return byName.get(name);
    }

    Map<String, DeployedRule> byName() {
        return byName;
    }

    /** The rules that look at a message: those whose filter matches, or with Basic Ingest the one that is named. */
    List<DeployedRule> matching(String topic) {
        if (!isBasicIngest(topic)) {
            return index.match(topic);
        }
        DeployedRule rule = byName.get(basicIngestRule(topic));
        return rule == null || rule.rule().disabled() ? List.of() : List.of(rule);
    }

    static boolean isBasicIngest(String topic) {
        return topic.startsWith(BASIC_INGEST);
    }

    /** The rule that {@code $aws/rules/<rule>/...} names. */
    static String basicIngestRule(String topic) {
        int end = topic.indexOf('/', BASIC_INGEST.length());
        return topic.substring(BASIC_INGEST.length(), end < 0 ? topic.length() : end);
    }

    /** What {@code topic()} says: the topic without the prefix of Basic Ingest. */
    static String seenTopic(String topic) {
        if (!isBasicIngest(topic)) {
            return topic;
        }
        int end = topic.indexOf('/', BASIC_INGEST.length());
        return end < 0 ? "" : topic.substring(end + 1);
    }
}
