package dev.penstock.rules.sink;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.rules.Sinks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sinks in memory, bounded by entries and bytes over all targets. Guarded by {@code lock}. */
public final class InMemorySinks implements Sinks {
    private static final long ENTRY_OVERHEAD = 200;

    private final Object lock = new Object();
    private final long maxBytes;
    private final int maxEntries;
    private final SortedMap<Address, Holding> holdings = new TreeMap<>();
    private long bytes;
    private int count;
    private long next;

    private record Address(String kind, String target) implements Comparable<Address> {
        @Override
        public int compareTo(Address other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : target.compareTo(other.target);
        }
    }

    /** What one target holds, oldest first: by number, or by the value that makes later entries overwrite earlier ones. */
    private static final class Holding {
        private final Map<Object, Entry> entries = new LinkedHashMap<>();
        private long bytes;
    }

    /**
     * @param maxBytes over all targets, 1 or more
     * @param maxEntries over all targets, 1 or more
     */
    public InMemorySinks(long maxBytes, int maxEntries) {
        if (maxBytes < 1 || maxEntries < 1) {
            throw new IllegalArgumentException(
                    "sinks need room for 1 byte and 1 entry or more, not %d and %d".formatted(maxBytes, maxEntries));
        }
        this.maxBytes = maxBytes;
        this.maxEntries = maxEntries;
    }

    @Override
    public void add(String kind, String target, List<Entry> entries) {
        long size = entries.stream().mapToLong(InMemorySinks::size).sum();
        synchronized (lock) {
            checkRoom(size, entries.size());
            Holding holding = holding(kind, target);
            for (Entry entry : entries) {
                holding.entries.put(next++, entry);
            }
            grow(holding, size, entries.size());
        }
    }

    @Override
    public void overwrite(String kind, String target, String field, Entry entry) {
        Object place = entry.fields().getOrDefault(field, "");
        synchronized (lock) {
            Holding known = holdings.get(new Address(kind, target));
            Entry before = known == null ? null : known.entries.get(place);
            long growth = size(entry) - (before == null ? 0 : size(before));
            int more = before == null ? 1 : 0;
            checkRoom(growth, more);
            Holding holding = holding(kind, target);
            holding.entries.remove(place);
            holding.entries.put(place, entry);
            grow(holding, growth, more);
        }
    }

    @Override
    public List<Entry> entries(String kind, String target) {
        synchronized (lock) {
            Holding holding = holdings.get(new Address(kind, target));
            return holding == null ? List.of() : List.copyOf(holding.entries.values());
        }
    }

    @Override
    public List<Target> targets() {
        synchronized (lock) {
            List<Target> all = new ArrayList<>();
            holdings.forEach((address, holding) ->
                    all.add(new Target(address.kind, address.target, holding.entries.size(), holding.bytes)));
            return all;
        }
    }

    @Override
    public void clear() {
        synchronized (lock) {
            holdings.clear();
            bytes = 0;
            count = 0;
        }
    }

    @Override
    public void clear(String kind, String target) {
        synchronized (lock) {
            Holding gone = holdings.remove(new Address(kind, target));
            if (gone != null) {
                bytes -= gone.bytes;
                count -= gone.entries.size();
            }
        }
    }

    private Holding holding(String kind, String target) {
        return holdings.computeIfAbsent(new Address(kind, target), address -> new Holding());
    }

    private void grow(Holding holding, long size, int entries) {
        holding.bytes += size;
        bytes += size;
        count += entries;
    }

    private void checkRoom(long size, int entries) {
        if (bytes + size > maxBytes || count + entries > maxEntries) {
            throw new AwsException(
                    "LimitExceededException",
                    400,
                    "the sinks are full: they hold %d entries of %d and %d bytes of %d, and this needs %d and %d more"
                                    .formatted(count, maxEntries, bytes, maxBytes, entries, size)
                            + "; clear them with DELETE /_penstock/sinks (in tests: Pipeline.clearSinks()), or enlarge"
                            + " them with rules.sinks.maxEntries and rules.sinks.maxBytes in penstock.yaml");
        }
    }

    private static long size(Entry entry) {
        long text = (long) entry.rule().length() + entry.messageId().length();
        for (Map.Entry<String, String> field : entry.fields().entrySet()) {
            text += (long) field.getKey().length() + field.getValue().length();
        }
        return ENTRY_OVERHEAD + 2 * text + (long) entry.body().length();
    }
}
