package dev.penstock.platform.metrics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The metrics that have values, 500 at a time. */
final class ListMetrics {
    private static final int PAGE = 500;
    private static final Duration RECENT = Duration.ofHours(3);

    private ListMetrics() {}

    static ObjectNode call(MetricStore store, MetricInput in) {
        Optional<String> namespace = in.text("Namespace");
        Optional<String> name = in.text("MetricName");
        List<MetricInput> dimensions = in.structures("Dimensions");
        List<Metric> found =
                store.metricsAfter(in.text("NextToken").map(ListMetrics::key).orElse(""), since(store, in)).stream()
                        .filter(metric -> metric.namespace().equals(namespace.orElse(metric.namespace())))
                        .filter(metric -> metric.name().equals(name.orElse(metric.name())))
                        .filter(metric -> dimensions.stream().allMatch(filter -> has(metric, filter)))
                        .limit(PAGE + 1L)
                        .toList();
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        ArrayNode metrics = out.putArray("Metrics");
        found.stream().limit(PAGE).forEach(metric -> MetricFields.write(metric, metrics.addObject()));
        if (found.size() > PAGE) {
            out.put("NextToken", token(found.get(PAGE - 1)));
        }
        return out;
    }

    private static Instant since(MetricStore store, MetricInput in) {
        Optional<String> recently = in.text("RecentlyActive");
        if (recently.isEmpty()) {
            return Instant.MIN;
        }
        if (!recently.get().equals("PT3H")) {
            throw MetricErrors.invalid(
                    "The value %s for parameter RecentlyActive is invalid.".formatted(recently.get()));
        }
        return store.time().now().minus(RECENT);
    }

    private static boolean has(Metric metric, MetricInput filter) {
        String name = filter.text("Name").orElseThrow(() -> MetricErrors.missing(filter.path() + "Name"));
        Optional<String> value = filter.text("Value");
        return metric.dimensions().stream()
                .anyMatch(dimension ->
                        dimension.name().equals(name) && dimension.value().equals(value.orElse(dimension.value())));
    }

    private static String token(Metric last) {
        return Base64.getUrlEncoder().encodeToString(last.key().getBytes(StandardCharsets.UTF_8));
    }

    private static String key(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notOurs) {
            throw MetricErrors.nextToken();
        }
    }
}
