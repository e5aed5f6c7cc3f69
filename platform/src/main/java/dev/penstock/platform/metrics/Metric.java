package dev.penstock.platform.metrics;

import java.util.Comparator;
import java.util.List;

/**
 * What a metric is known by: the same name with other dimensions is another metric.
 *
 * @param namespace for example {@code AWS/Kinesis}, or the name of a Kinesis Client Library application
 * @param dimensions kept in the order of their names
 */
public record Metric(String namespace, String name, List<Dimension> dimensions) {

    public Metric {
        dimensions = dimensions.stream()
                .sorted(Comparator.comparing(Dimension::name))
                .toList();
    }

    /** One name and value that tell metrics of the same name apart. */
    public record Dimension(String name, String value) {}

    /** Orders metrics by namespace, name and dimensions; no other metric has the same. */
    String key() {
        StringBuilder key = new StringBuilder(namespace).append('\0').append(name);
        for (Dimension dimension : dimensions) {
            key.append('\0').append(dimension.name()).append('\0').append(dimension.value());
        }
        return key.toString();
    }
}
