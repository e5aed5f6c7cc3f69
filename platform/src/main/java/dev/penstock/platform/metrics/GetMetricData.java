package dev.penstock.platform.metrics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.aws.AwsException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One statistic of each of several metrics, newest first unless asked otherwise; metric math is refused. */
final class GetMetricData {
    private static final int MOST_QUERIES = 500;
    private static final int MOST_POINTS = 100_800;
    private static final int LONGEST = 255;

    private GetMetricData() {}

    static ObjectNode call(MetricStore store, MetricInput in) {
        List<MetricInput> queries = in.structures("MetricDataQueries");
        if (queries.isEmpty()) {
            throw MetricErrors.missing("MetricDataQueries");
        }
        if (queries.size() > MOST_QUERIES) {
            throw MetricErrors.invalid(
                    "The collection MetricDataQueries must not have a size greater than %d.".formatted(MOST_QUERIES));
        }
        boolean ascending = in.text("ScanBy").orElse("").equals("TimestampAscending");
        int room = in.integer("MaxDatapoints").orElse(MOST_POINTS);
        if (room < 1 || room > MOST_POINTS) {
            throw MetricErrors.invalid("The parameter MaxDatapoints must be from 1 to %d.".formatted(MOST_POINTS));
        }
        Page page = new Page(in.text("NextToken").map(GetMetricData::offset).orElse(0L), room);
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        ArrayNode results = out.putArray("MetricDataResults");
        for (MetricInput query : queries) {
            if (query.bool("ReturnData", true)) {
                page.write(points(store, in, query, ascending), query, results.addObject());
            } else {
                points(store, in, query, ascending);
            }
        }
        if (page.cut) {
            out.put("NextToken", Long.toString(page.end));
        }
        out.putArray("Messages");
        return out;
    }

    private static List<Point> points(MetricStore store, MetricInput in, MetricInput query, boolean ascending) {
        MetricInput stat = query.structure("MetricStat").orElseThrow(() -> withoutMetric(query));
        MetricInput named = stat.structure("Metric").orElseThrow(() -> MetricErrors.missing(stat.path() + "Metric"));
        Metric metric = MetricFields.metric(MetricFields.namespace(named), named);
        Statistic statistic = Statistic.of(stat.name("Stat", LONGEST));
        List<Point> points = new ArrayList<>();
        for (Periods.Period period : Periods.of(in, stat).of(store, metric, MetricFields.unit(stat))) {
            points.add(new Point(period, statistic.of(period.statistics())));
        }
        if (!ascending) {
            Collections.reverse(points);
        }
        return points;
    }

    private static AwsException withoutMetric(MetricInput query) {
        return query.text("Expression").isPresent()
                ? MetricErrors.notHere("the metric math in " + query.path() + "Expression")
                : MetricErrors.missing(query.path() + "MetricStat");
    }

    private static long offset(String token) {
        try {
            return Long.parseUnsignedLong(token);
        } catch (NumberFormatException notOurs) {
            throw MetricErrors.nextToken();
        }
    }

    private record Point(Periods.Period period, double value) {}

    /** The points from an offset on, counted over the results of all queries, as many as there is room for. */
    private static final class Page {
        private final long begin;
        private final long end;
        private long at;
        private boolean cut;

        private Page(long begin, int room) {
            this.begin = begin;
            this.end = begin + room;
        }

        private void write(List<Point> points, MetricInput query, ObjectNode result) {
            MetricInput metric = query.structure("MetricStat")
                    .flatMap(stat -> stat.structure("Metric"))
                    .orElseThrow();
            result.put("Id", query.name("Id", LONGEST));
            result.put("Label", query.text("Label").orElseGet(() -> metric.name("MetricName", LONGEST)));
            ArrayNode timestamps = result.putArray("Timestamps");
            ArrayNode values = result.putArray("Values");
            boolean partial = false;
            for (Point point : points) {
                if (at >= begin && at < end) {
                    timestamps.addPOJO(point.period.begin());
                    values.add(point.value);
                }
                partial |= at >= end;
                at++;
            }
            cut |= partial;
            result.put("StatusCode", partial ? "PartialData" : "Complete");
        }
    }
}
