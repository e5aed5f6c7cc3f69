package dev.penstock.rules.action;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.metrics.Metric;
import dev.penstock.platform.metrics.MetricStore;
import dev.penstock.platform.metrics.MetricUnits;
import dev.penstock.platform.metrics.Statistics;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.ActionProvider;
import dev.penstock.rules.spi.Detail;
import dev.penstock.rules.spi.Field;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Sends one data point of a metric into the sinks, under its namespace, and to the metrics that clients of CloudWatch
 * read, when there are any; the outgoing payload is not used.
 *
 * <p>Source: AWS IoT Core developer guide, CloudWatch metrics action; limits from the CloudWatch API reference,
 * PutMetricData.
 */
final class CloudwatchMetricAction implements Action {
    private static final String KIND = "cloudwatchMetric";
    private static final int MAX_NAME = 255;
    private static final double LARGEST = Math.scalb(1.0, 360);
    private static final Duration OLDEST = Duration.ofDays(14);
    private static final Duration NEWEST = Duration.ofHours(2);

    private final SinkWriter sinks;
    private final @Nullable MetricStore metrics;
    private final Field metricNamespace;
    private final Field metricName;
    private final Field metricValue;
    private final Field metricUnit;
    private final Optional<Field> metricTimestamp;

    private CloudwatchMetricAction(SinkWriter sinks, @Nullable MetricStore metrics, ActionParameters parameters) {
        this.sinks = sinks;
        this.metrics = metrics;
        metricNamespace = parameters.template("metricNamespace");
        metricName = parameters.template("metricName");
        metricValue = parameters.template("metricValue");
        metricUnit = parameters.template("metricUnit");
        metricTimestamp = parameters.optionalTemplate("metricTimestamp");
        parameters.ignore("roleArn");
        if (!metricUnit.isVariable()) {
            parameters.oneOf("metricUnit", MetricUnits.ALL);
        }
    }

    static ActionProvider provider(SinkWriter sinks, @Nullable MetricStore metrics) {
        return BuiltIn.of(KIND, parameters -> new CloudwatchMetricAction(sinks, metrics, parameters));
    }

    @Override
    public String awsName() {
        return "CloudwatchMetricAction";
    }

    @Override
    public String resource(ActionInput input) {
        return input.value(metricNamespace) + "/" + input.value(metricName);
    }

    @Override
    public CompletionStage<List<Detail>> run(ActionInput input) {
        String namespace = name("metricNamespace", input.value(metricNamespace));
        if (namespace.startsWith("AWS/")) {
            throw invalid("the metricNamespace '%s' begins with AWS/, which is for services".formatted(namespace));
        }
        String name = name("metricName", input.value(metricName));
        String value = value(input.value(metricValue));
        String unit = unit(input.value(metricUnit));
        long second = timestamp(input);
        List<Detail> point = List.of(
                new Detail("metricName", name),
                new Detail("metricValue", value),
                new Detail("metricUnit", unit),
                new Detail("metricTimestamp", Long.toString(second)));
        sinks.write(KIND, namespace, input, point, Bytes.EMPTY);
        if (metrics != null) { // after the sinks, which may refuse
            Metric metric = new Metric(namespace, name, List.of());
            metrics.put(
                    metric, Instant.ofEpochSecond(second), unit, Statistics.of(new BigDecimal(value).doubleValue()));
        }
        return CompletableFuture.completedFuture(List.of());
    }

    private static String name(String parameter, String name) {
        if (name.isBlank() || name.length() > MAX_NAME) {
            throw invalid("the %s '%s' must have 1 to %d characters".formatted(parameter, name, MAX_NAME));
        }
        return name;
    }

    private static String value(String text) {
        try {
            double value = new BigDecimal(text.strip()).doubleValue();
            if (Math.abs(value) <= LARGEST) {
                return text.strip();
            }
        } catch (NumberFormatException notANumber) {
            // reported below, like a number that is too large
        }
        throw invalid("the metricValue '%s' is not a number from -2^360 to 2^360".formatted(text));
    }

    private static String unit(String unit) {
        if (!MetricUnits.ALL.contains(unit)) {
            throw invalid("the metricUnit '%s' is none of %s".formatted(unit, String.join(", ", MetricUnits.ALL)));
        }
        return unit;
    }

    /** Epoch seconds. */
    private long timestamp(ActionInput input) {
        long now = sinks.time().millis() / 1000;
        if (metricTimestamp.isEmpty()) {
            return now;
        }
        String text = input.value(metricTimestamp.get());
        if (!text.matches("\\d{1,15}")) {
            throw invalid("the metricTimestamp '%s' is not a time in seconds since 1970".formatted(text));
        }
        long seconds = Long.parseLong(text);
        if (seconds < now - OLDEST.toSeconds() || seconds > now + NEWEST.toSeconds()) {
            throw invalid(
                    "the metricTimestamp %s is more than two weeks ago or more than two hours ahead (now: %d); it is"
                                    .formatted(text, now)
                            + " in seconds since 1970, not in milliseconds");
        }
        return seconds;
    }

    private static AwsException invalid(String message) {
        return new AwsException("InvalidParameterValue", 400, message);
    }
}
