package dev.penstock.stream.local;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The tags of one resource by key, in code unit order. Changes are guarded by {@code this}. */
public final class TagSet {
    private final Object lock = new Object();
    private final ConcurrentSkipListMap<String, String> tags = new ConcurrentSkipListMap<>();

    /** No tags. */
    public TagSet() {}

    /** A live view. */
    public SortedMap<String, String> all() {
        return Collections.unmodifiableSortedMap(tags);
    }

    /**
     * Adds or replaces tags.
     *
     * @return false when there would be more than {@code most}; then nothing is changed
     */
    public boolean add(Map<String, String> added, int most) {
        synchronized (lock) {
            Set<String> keys = new HashSet<>(tags.keySet());
            keys.addAll(added.keySet());
            if (keys.size() > most) {
                return false;
            }
            tags.putAll(added);
            return true;
        }
    }

    /** Removes tags; keys that are not there are passed over. */
    public void remove(Collection<String> keys) {
        synchronized (lock) {
            tags.keySet().removeAll(keys);
        }
    }
}
