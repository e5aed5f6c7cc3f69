package dev.penstock.platform.metrics;

import dev.penstock.platform.metrics.Series.Sample;
import dev.penstock.platform.metrics.Series.Slot;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.wire.AwsEndpoint;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Metrics in memory. Values of the same second and unit are added up; all metrics together have a bound in bytes: when it
 * is reached the slots that were begun first go first and are counted in {@link Usage#trimmed}. A metric without values
 * is gone. Metrics are not messages: nothing in the pipeline waits for them. Guarded by {@code lock}.
 */
public final class MetricStore {
    /** Room for some 45,000 seconds of values. */
    public static final long DEFAULT_MAX_BYTES = 8L << 20;

    private static final long MILLIS = 1_000;

    private final Object lock = new Object();
    private final Time time;
    private final long maxBytes;
    private final NavigableMap<String, Series> series = new TreeMap<>();

    /** The slots of all metrics in the order in which they were begun. */
    private final Deque<Begun> begun = new ArrayDeque<>();

    private long bytes;
    private long values;
    private long trimmed;

    /** @param maxBytes what all values together may take in memory, about */
    public MetricStore(Time time, long maxBytes) {
        this.time = time;
        this.maxBytes = maxBytes;
    }

    /** Registers the CloudWatch API over these metrics, in all its protocols. */
    public void serve(AwsEndpoint endpoint) {
        CloudWatchApi.register(this, endpoint);
    }

    /**
     * Adds values to a metric.
     *
     * @param at the second they belong to
     * @param unit one of CloudWatch's units, {@code None} when there is none
     */
    public void put(Metric metric, Instant at, String unit, Statistics more) {
        Slot slot = new Slot(Math.floorDiv(at.toEpochMilli(), MILLIS), unit);
        synchronized (lock) {
            Series into = series.get(metric.key());
            if (into == null) {
                into = new Series(metric);
                series.put(metric.key(), into);
                bytes += into.heldBytes();
            }
            values++;
            if (into.add(slot, more)) {
                begun.addLast(new Begun(into, slot));
                bytes += Series.SLOT_BYTES;
                trim();
            }
        }
    }

    private void trim() {
        while (bytes > maxBytes && begun.size() > 1) {
            Begun oldest = begun.removeFirst();
            oldest.series.remove(oldest.slot);
            bytes -= Series.SLOT_BYTES;
            trimmed++;
            if (oldest.series.isEmpty()) {
                series.remove(oldest.series.metric.key());
                bytes -= oldest.series.heldBytes();
            }
        }
    }

    /** Every metric that has values, by namespace, name and dimensions. */
    public List<Metric> metrics() {
        return metricsAfter("", Instant.MIN);
    }

    /** All values of a metric that are kept, whatever their unit; empty when there are none. */
    public Optional<Statistics> total(Metric metric) {
        return samples(metric, Long.MIN_VALUE, Long.MAX_VALUE).stream()
                .map(Sample::statistics)
                .reduce(Statistics::plus);
    }

    /** How full the store is. */
    public Usage usage() {
        synchronized (lock) {
            return new Usage(series.size(), values, bytes, maxBytes, trimmed);
        }
    }

    Time time() {
        return time;
    }

    /** Metrics whose key is behind {@code key} and whose last value is not older than {@code since}. */
    List<Metric> metricsAfter(String key, Instant since) {
        List<Metric> found = new ArrayList<>();
        synchronized (lock) {
            for (Series one : series.tailMap(key, false).values()) {
                if (one.lastSecond() >= since.getEpochSecond()) {
                    found.add(one.metric);
                }
            }
        }
        return found;
    }

    /** Epoch seconds, {@code from <= second < to}, in the order of time. */
    List<Sample> samples(Metric metric, long from, long to) {
        synchronized (lock) {
            Series one = series.get(metric.key());
            return one == null ? List.of() : one.between(from, to);
        }
    }

    private record Begun(Series series, Slot slot) {}

    /**
     * How full the store is.
     *
     * @param metrics kept now
     * @param puts how often values were added since the start
     * @param trimmed seconds of values that had to go since the start because there was no more room
     */
    public record Usage(long metrics, long puts, long bytes, long maxBytes, long trimmed) {}
}
