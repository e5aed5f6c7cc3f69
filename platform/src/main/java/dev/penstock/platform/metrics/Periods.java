package dev.penstock.platform.metrics;

import dev.penstock.platform.metrics.Series.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Cuts time into periods and adds up the values of each. The first period begins at the start, rounded down to the whole
 * minute, or to the period when that is shorter.
 *
 * <p>Source: CloudWatch API Reference, GetMetricStatistics and GetMetricData, StartTime and Period.
 *
 * @param from epoch second, inclusive
 * @param to epoch second, exclusive
 * @param seconds length of a period
 */
record Periods(long from, long to, int seconds) {
    private static final int MINUTE = 60;
    private static final Set<Integer> SHORT = Set.of(1, 5, 10, 20, 30);

    static Periods of(MetricInput times, MetricInput in) {
        int period = in.integer("Period").orElseThrow(() -> MetricErrors.missing(in.path() + "Period"));
        if (period < 1 || (period % MINUTE != 0 && !SHORT.contains(period))) {
            throw MetricErrors.invalid(
                    "The parameter %sPeriod must be 1, 5, 10, 20, 30 or a multiple of 60.".formatted(in.path()));
        }
        Instant start = times.timestamp("StartTime").orElseThrow(() -> MetricErrors.missing("StartTime"));
        Instant end = times.timestamp("EndTime").orElseThrow(() -> MetricErrors.missing("EndTime"));
        if (!start.isBefore(end)) {
            throw MetricErrors.combination("The parameter StartTime must be less than the parameter EndTime.");
        }
        int unit = Math.min(period, MINUTE);
        long from = Math.floorDiv(start.getEpochSecond(), unit) * unit;
        long to = end.getNano() == 0 ? end.getEpochSecond() : end.getEpochSecond() + 1;
        return new Periods(from, to, period);
    }

    /** What a metric has in each period that is not empty, one for each unit. */
    List<Period> of(MetricStore store, Metric metric, Optional<String> unit) {
        Map<Long, Map<String, Statistics>> sums = new TreeMap<>();
        for (Sample sample : store.samples(metric, from, to)) {
            if (sample.unit().equals(unit.orElse(sample.unit()))) {
                long begin = from + Math.floorDiv(sample.second() - from, seconds) * seconds;
                sums.computeIfAbsent(begin, at -> new TreeMap<>())
                        .merge(sample.unit(), sample.statistics(), Statistics::plus);
            }
        }
        List<Period> periods = new ArrayList<>();
        sums.forEach((begin, units) -> units.forEach(
                (of, statistics) -> periods.add(new Period(Instant.ofEpochSecond(begin), of, statistics))));
        return periods;
    }

    /** The values of one period with one unit. */
    record Period(Instant begin, String unit, Statistics statistics) {}
}
