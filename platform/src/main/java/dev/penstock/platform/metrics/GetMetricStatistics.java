package dev.penstock.platform.metrics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Statistics of one metric, period by period, in the order of time. */
final class GetMetricStatistics {
    private static final int MOST_POINTS = 1_440;

    private GetMetricStatistics() {}

    static ObjectNode call(MetricStore store, MetricInput in) {
        Metric metric = MetricFields.metric(MetricFields.namespace(in), in);
        if (!in.texts("ExtendedStatistics").isEmpty()) {
            throw MetricErrors.notHere("ExtendedStatistics");
        }
        List<Statistic> statistics =
                in.texts("Statistics").stream().map(Statistic::of).toList();
        if (statistics.isEmpty()) {
            throw MetricErrors.combination(
                    "At least one of the parameters Statistics and ExtendedStatistics must be specified.");
        }
        List<Periods.Period> periods = Periods.of(in, in).of(store, metric, MetricFields.unit(in));
        if (periods.size() > MOST_POINTS) {
            throw MetricErrors.combination(
                    "You have requested up to %,d datapoints, which exceeds the limit of %,d. You may reduce the datapoints requested by increasing Period, or decreasing the time range."
                            .formatted(periods.size(), MOST_POINTS));
        }
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("Label", metric.name());
        ArrayNode points = out.putArray("Datapoints");
        for (Periods.Period period : periods) {
            ObjectNode point = points.addObject();
            point.putPOJO("Timestamp", period.begin());
            statistics.forEach(one -> point.put(one.awsName(), one.of(period.statistics())));
            point.put("Unit", period.unit());
        }
        return out;
    }
}
