package dev.penstock.broker.policy;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What policies are asked. Not for two threads at once.
 *
 * @see PolicyEngine
 */
public final class PolicyRequest {
    private static final Set<String> CLOCK = Set.of("aws:currenttime", "aws:epochtime");

    private final Action action;
    private final List<String> resources;
    private final Attributes attributes;
    private final Set<String> missing = new TreeSet<>();
    private final Map<String, List<String>> used = new TreeMap<>();
    private boolean timed;

    /**
     * @param resources the ARN; for a shared subscription those of the whole text and of the filter in it, either of which
     *     may match
     */
    public PolicyRequest(Action action, List<String> resources, Attributes attributes) {
        this.action = action;
        this.resources = List.copyOf(resources);
        this.attributes = attributes;
    }

    public Action action() {
        return action;
    }

    public List<String> resources() {
        return resources;
    }

    List<String> values(String key) {
        timed |= CLOCK.contains(key.toLowerCase(Locale.ROOT));
        List<String> found = attributes.values(key);
        used.put(key, found);
        return found;
    }

    List<String> substitutes(String key) {
        timed |= CLOCK.contains(key.toLowerCase(Locale.ROOT));
        List<String> found = attributes.substitutes(key);
        if (found.isEmpty()) {
            missing.add(key);
        }
        used.put(key, found);
        return found;
    }

    /** A request for the same, of which nothing was asked yet. */
    public PolicyRequest again() {
        return new PolicyRequest(action, resources, attributes);
    }

    /** The variables and condition keys that were asked for, with their values; none when there is none. */
    public Map<String, List<String>> used() {
        return Collections.unmodifiableMap(used);
    }

    /** The variables that were asked for and have no value. */
    public Set<String> missing() {
        return Set.copyOf(missing);
    }

    /** Whether the answer may be another one at another time. */
    public boolean isTimed() {
        return timed;
    }
}
