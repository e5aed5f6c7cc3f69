package dev.penstock.platform.metrics;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Adds values to metrics: all of a request, or none when one of them is refused. Entities are not kept. */
final class PutMetricData {
    private static final int MOST_METRICS = 1_000;
    private static final int MOST_VALUES = 150;
    private static final Duration OLDEST = Duration.ofDays(14);
    private static final Duration NEWEST = Duration.ofHours(2);

    private final String namespace;
    private final Instant now;

    private PutMetricData(String namespace, Instant now) {
        this.namespace = namespace;
        this.now = now;
    }

    static ObjectNode call(MetricStore store, MetricInput in) {
        String namespace = MetricFields.namespace(in);
        if (namespace.startsWith("AWS/")) {
            throw MetricErrors.invalid("The value AWS/ for parameter Namespace is invalid.");
        }
        List<MetricInput> all = new ArrayList<>(in.structures("MetricData"));
        in.structures("EntityMetricData").forEach(entity -> all.addAll(entity.structures("MetricData")));
        if (all.isEmpty()) {
            throw MetricErrors.missing("MetricData");
        }
        if (all.size() > MOST_METRICS) {
            throw MetricErrors.invalid(
                    "The collection MetricData must not have a size greater than %d.".formatted(MOST_METRICS));
        }
        PutMetricData request = new PutMetricData(namespace, store.time().now());
        List<Datum> data = all.stream().map(request::datum).toList();
        data.forEach(datum -> store.put(datum.metric, datum.at, datum.unit, datum.values));
        return JsonNodeFactory.instance.objectNode();
    }

    private Datum datum(MetricInput in) {
        int resolution = in.integer("StorageResolution").orElse(60);
        if (resolution != 1 && resolution != 60) {
            throw MetricErrors.invalid(
                    "The value %d for parameter %sStorageResolution is invalid.".formatted(resolution, in.path()));
        }
        return new Datum(
                MetricFields.metric(namespace, in), timestamp(in), MetricFields.unitOrNone(in), statistics(in));
    }

    private Instant timestamp(MetricInput in) {
        Instant at = in.timestamp("Timestamp").orElse(now);
        if (at.isBefore(now.minus(OLDEST))) {
            throw MetricErrors.invalid(
                    "The parameter %sTimestamp must specify a time within the past two weeks.".formatted(in.path()));
        }
        if (at.isAfter(now.plus(NEWEST))) {
            throw MetricErrors.invalid(
                    "The parameter %sTimestamp must specify a time no more than two hours in the future."
                            .formatted(in.path()));
        }
        return at;
    }

    private static Statistics statistics(MetricInput in) {
        Optional<Double> value = in.decimal("Value");
        Optional<MetricInput> set = in.structure("StatisticValues");
        Optional<List<Double>> values = in.decimals("Values");
        int ways = (value.isPresent() ? 1 : 0) + (set.isPresent() ? 1 : 0) + (values.isPresent() ? 1 : 0);
        if (ways > 1) {
            throw MetricErrors.combination(
                    "The parameters %1$sValue, %1$sValues and %1$sStatisticValues are mutually exclusive and you have specified more than one."
                            .formatted(in.path()));
        }
        if (set.isPresent()) {
            return set(set.get());
        }
        if (values.isPresent()) {
            return several(in, values.get());
        }
        return Statistics.of(value.orElseThrow(() -> MetricErrors.missing(in.path() + "Value")));
    }

    private static Statistics set(MetricInput in) {
        Statistics set = new Statistics(
                required(in, "SampleCount"), required(in, "Sum"), required(in, "Minimum"), required(in, "Maximum"));
        if (set.sampleCount() <= 0) {
            throw MetricErrors.invalid("The parameter %sSampleCount must be greater than 0.".formatted(in.path()));
        }
        if (set.minimum() > set.maximum()) {
            throw MetricErrors.combination(
                    "The parameter %1$sMaximum must be greater than or equal to %1$sMinimum.".formatted(in.path()));
        }
        return set;
    }

    private static double required(MetricInput in, String member) {
        return in.decimal(member).orElseThrow(() -> MetricErrors.missing(in.path() + member));
    }

    private static Statistics several(MetricInput in, List<Double> values) {
        List<Double> counts = in.decimals("Counts").orElse(List.of());
        if (values.isEmpty() || values.size() > MOST_VALUES) {
            throw MetricErrors.invalid(
                    "The collection %sValues must have 1 to %d elements.".formatted(in.path(), MOST_VALUES));
        }
        if (!counts.isEmpty() && counts.size() != values.size()) {
            throw MetricErrors.combination(
                    "The parameters %1$sValues and %1$sCounts must be of the same size.".formatted(in.path()));
        }
        Statistics all = Statistics.of(values.get(0), count(in, counts, 0));
        for (int i = 1; i < values.size(); i++) {
            all = all.plus(Statistics.of(values.get(i), count(in, counts, i)));
        }
        return all;
    }

    private static double count(MetricInput in, List<Double> counts, int index) {
        double count = counts.isEmpty() ? 1 : counts.get(index);
        if (count <= 0) {
            throw MetricErrors.invalid("The elements of %sCounts must be greater than 0.".formatted(in.path()));
        }
        return count;
    }

    private record Datum(Metric metric, Instant at, String unit, Statistics values) {}
}
