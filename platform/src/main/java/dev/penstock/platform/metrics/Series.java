package dev.penstock.platform.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The values of one metric, added up per second and unit. Guarded by the lock of its store. */
final class Series {
    /** About what a map entry with its key and value takes. */
    static final int SLOT_BYTES = 160;

    private static final int OWN_BYTES = 400;

    final Metric metric;
    private final NavigableMap<Slot, Statistics> values = new TreeMap<>();

    Series(Metric metric) {
        this.metric = metric;
    }

    /** Where values of one second with one unit are added up. */
    record Slot(long second, String unit) implements Comparable<Slot> {
        @Override
        public int compareTo(Slot other) {
            int bySecond = Long.compare(second, other.second);
            return bySecond != 0 ? bySecond : unit.compareTo(other.unit);
        }
    }

    /** The values of one second with one unit. */
    record Sample(long second, String unit, Statistics statistics) {}

    /** About what it takes in memory without its values. */
    long heldBytes() {
        return OWN_BYTES + 4L * metric.key().length();
    }

    /** @return whether the slot is new */
    boolean add(Slot slot, Statistics more) {
        boolean fresh = !values.containsKey(slot);
        values.merge(slot, more, Statistics::plus);
        return fresh;
    }

    void remove(Slot slot) {
        values.remove(slot);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    long lastSecond() {
        return values.lastKey().second;
    }

    /** {@code from <= second < to}, in the order of time. */
    List<Sample> between(long from, long to) {
        List<Sample> samples = new ArrayList<>();
        for (Map.Entry<Slot, Statistics> entry :
                values.subMap(new Slot(from, ""), new Slot(to, "")).entrySet()) {
            samples.add(new Sample(entry.getKey().second, entry.getKey().unit, entry.getValue()));
        }
        return samples;
    }
}
