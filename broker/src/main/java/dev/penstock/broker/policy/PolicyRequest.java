package dev.penstock.broker.policy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
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

    Action action() {
        return action;
    }

    List<String> resources() {
        return resources;
    }

    List<String> values(String key) {
        timed |= CLOCK.contains(key.toLowerCase(Locale.ROOT));
        return attributes.values(key);
    }

    List<String> substitutes(String key) {
        timed |= CLOCK.contains(key.toLowerCase(Locale.ROOT));
        List<String> found = attributes.substitutes(key);
        if (found.isEmpty()) {
            missing.add(key);
        }
        return found;
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
