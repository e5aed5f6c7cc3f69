package dev.penstock.rules.local;

import dev.penstock.rules.sql.TopicFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rules whose filter matches a topic: a trie with one level of the filter on each edge, so that the effort
 * grows with the depth of the topic and not with the number of rules. Filled once, then only read.
 */
final class TopicIndex {
    private final Level root = new Level();

    private static final class Level {
        private final Map<String, Level> named = new HashMap<>();
        private @Nullable Level any;
        private final List<DeployedRule> ending = new ArrayList<>();
        private final List<DeployedRule> below = new ArrayList<>();

        private Level plus() {
            if (any == null) {
                any = new Level();
            }
            return any;
        }
    }

    void add(TopicFilter filter, DeployedRule rule) {
        Level level = root;
        for (String name : filter.levels()) {
            if (name.equals("#")) {
                level.below.add(rule);
                return;
            }
            level = name.equals("+") ? level.plus() : level.named.computeIfAbsent(name, key -> new Level());
        }
        level.ending.add(rule);
    }

    /** The rules that match, by name. */
    List<DeployedRule> match(String topic) {
        List<DeployedRule> found = new ArrayList<>(4);
        collect(root, topic, 0, found);
        if (found.size() > 1) {
            found.sort(Comparator.comparing(DeployedRule::name));
        }
        return found;
    }

    /** @param from where the next level of the topic begins; past its end when there is none */
    private static void collect(Level level, String topic, int from, List<DeployedRule> found) {
        if (from > topic.length()) {
            found.addAll(level.ending);
            return;
        }
        boolean reserved = from == 0 && topic.startsWith("$");
        if (!reserved) {
            found.addAll(level.below);
        }
        int slash = topic.indexOf('/', from);
        int end = slash < 0 ? topic.length() : slash;
        Level named = level.named.get(topic.substring(from, end));
        if (named != null) {
            collect(named, topic, end + 1, found);
        }
        if (level.any != null && !reserved) {
            collect(level.any, topic, end + 1, found);
        }
    }
}
