package dev.penstock.platform.metrics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.metrics.Metric.Dimension;
import java.util.List;
import java.util.Optional;

/** The members that several operations have, checked against the API model. */
final class MetricFields {
    private static final int MAX_NAME = 255;
    private static final int MAX_VALUE = 1024;
    private static final int MAX_DIMENSIONS = 30;

    private MetricFields() {}

    static String namespace(MetricInput in) {
        String namespace = in.name("Namespace", MAX_NAME);
        if (namespace.startsWith(":")) {
            throw MetricErrors.invalid("The value %s for parameter Namespace is invalid.".formatted(namespace));
        }
        return namespace;
    }

    /** The metric that a structure names, in a namespace. */
    static Metric metric(String namespace, MetricInput in) {
        return new Metric(namespace, in.name("MetricName", MAX_NAME), dimensions(in));
    }

    private static List<Dimension> dimensions(MetricInput in) {
        List<MetricInput> all = in.structures("Dimensions");
        if (all.size() > MAX_DIMENSIONS) {
            throw MetricErrors.invalid("The collection %sDimensions must not have a size greater than %d."
                    .formatted(in.path(), MAX_DIMENSIONS));
        }
        return all.stream()
                .map(one -> new Dimension(one.name("Name", MAX_NAME), one.name("Value", MAX_VALUE)))
                .toList();
    }

    static Optional<String> unit(MetricInput in) {
        Optional<String> unit = in.text("Unit");
        if (unit.isPresent() && !MetricUnits.ALL.contains(unit.get())) {
            throw MetricErrors.invalid(
                    "The value %s for parameter %sUnit is invalid.".formatted(unit.get(), in.path()));
        }
        return unit;
    }

    static String unitOrNone(MetricInput in) {
        return unit(in).orElse(MetricUnits.NONE);
    }

    static void write(Metric metric, ObjectNode into) {
        into.put("Namespace", metric.namespace()).put("MetricName", metric.name());
        ArrayNode dimensions = into.putArray("Dimensions");
        for (Dimension dimension : metric.dimensions()) {
            dimensions.addObject().put("Name", dimension.name()).put("Value", dimension.value());
        }
    }
}
