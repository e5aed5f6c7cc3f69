package dev.penstock.platform.metrics;

import java.util.List;

/**
 * The units that CloudWatch knows.
 *
 * <p>Source: CloudWatch API reference, MetricDatum.
 */
public final class MetricUnits {
    /** What a value without a unit has. */
    public static final String NONE = "None";

    /** As the API spells them, in its order. */
    public static final List<String> ALL = List.of(
            "Seconds",
            "Microseconds",
            "Milliseconds",
            "Bytes",
            "Kilobytes",
            "Megabytes",
            "Gigabytes",
            "Terabytes",
            "Bits",
            "Kilobits",
            "Megabits",
            "Gigabits",
            "Terabits",
            "Percent",
            "Count",
            "Bytes/Second",
            "Kilobytes/Second",
            "Megabytes/Second",
            "Gigabytes/Second",
            "Terabytes/Second",
            "Bits/Second",
            "Kilobits/Second",
            "Megabits/Second",
            "Gigabits/Second",
            "Terabits/Second",
            "Count/Second",
            NONE);

    private MetricUnits() {}
}
