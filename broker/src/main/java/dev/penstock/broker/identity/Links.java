package dev.penstock.broker.identity;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is attached to what, both ways, in the order in which it was. The registry's lock guards it. */
final class Links {
    private final Map<String, Set<String>> rights = new LinkedHashMap<>();
    private final Map<String, Set<String>> lefts = new LinkedHashMap<>();

    void add(String left, String right) {
        rights.computeIfAbsent(left, none -> new LinkedHashSet<>()).add(right);
        lefts.computeIfAbsent(right, none -> new LinkedHashSet<>()).add(left);
    }

    void remove(String left, String right) {
        remove(rights, left, right);
        remove(lefts, right, left);
    }

    private static void remove(Map<String, Set<String>> from, String key, String value) {
        Set<String> values = from.get(key);
        if (values != null && values.remove(value) && values.isEmpty()) {
            from.remove(key);
        }
    }

    boolean has(String left, String right) {
        return rights.getOrDefault(left, Set.of()).contains(right);
    }

    List<String> rightsOf(String left) {
        return List.copyOf(rights.getOrDefault(left, Set.of()));
    }

    List<String> leftsOf(String right) {
        return List.copyOf(lefts.getOrDefault(right, Set.of()));
    }

    void dropLeft(String left) {
        rightsOf(left).forEach(right -> remove(left, right));
    }

    void dropRight(String right) {
        leftsOf(right).forEach(left -> remove(left, right));
    }
}
