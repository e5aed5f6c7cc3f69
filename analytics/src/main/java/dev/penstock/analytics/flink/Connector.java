package dev.penstock.analytics.flink;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationSpec.RecordFormat;
import dev.penstock.analytics.FlinkSql.FlinkRuntime;
import dev.penstock.analytics.FlinkSql.Options;
import dev.penstock.stream.StartingPosition;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Options of tables that read and write Kinesis, as of flink-connector-aws-kinesis-streams 5 and later, or of
 * flink-connector-kinesis 4 for Flink 1.19.
 */
final class Connector {
    private static final String KINESIS = "kinesis";

    /** The form that both connectors expect. */
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Options options;

    Connector(Options options) {
        this.options = options;
    }

    List<String> source(ApplicationSpec.Input input) {
        List<String> lines = new ArrayList<>();
        if (!options.connector().equals(KINESIS)) {
            lines.add(option("connector", options.connector()));
            lines.add(option("stream", input.stream()));
        } else {
            lines.addAll(kinesis(input.stream()));
            position(input.from(), lines);
        }
        format(input.format(), lines);
        return lines;
    }

    private void position(StartingPosition from, List<String> lines) {
        boolean isOld = options.runtime() == FlinkRuntime.FLINK_1_19;
        String name = isOld ? "scan.stream.initpos" : "source.init.position";
        if (from instanceof StartingPosition.AtTimestamp at) {
            lines.add(option(name, "AT_TIMESTAMP"));
            lines.add(option(
                    isOld ? "scan.stream.initpos-timestamp" : "source.init.timestamp",
                    TIMESTAMP.format(at.timestamp())));
        } else {
            lines.add(option(name, from instanceof StartingPosition.Latest ? "LATEST" : "TRIM_HORIZON"));
        }
    }

    /** @param isCsv else JSON */
    List<String> sink(String stream, boolean isCsv) {
        List<String> lines = new ArrayList<>();
        if (options.connector().equals(KINESIS)) {
            lines.addAll(kinesis(stream));
        } else {
            lines.add(option("connector", options.connector()));
            lines.add(option("stream", stream));
        }
        format(isCsv ? new RecordFormat.Csv("\n", ",") : new RecordFormat.Json("$"), lines);
        return lines;
    }

    private List<String> kinesis(String stream) {
        List<String> lines = new ArrayList<>();
        lines.add(option("connector", KINESIS));
        String arn = "arn:aws:kinesis:%s:%s:stream/%s".formatted(options.region(), options.account(), stream);
        lines.add(options.runtime() == FlinkRuntime.FLINK_1_19 ? option("stream", stream) : option("stream.arn", arn));
        lines.add(option("aws.region", options.region()));
        String endpoint = options.endpoint();
        if (endpoint != null) {
            lines.add(option("aws.endpoint", endpoint));
        }
        return lines;
    }

    private static void format(RecordFormat format, List<String> lines) {
        if (format instanceof RecordFormat.Csv csv) {
            lines.add(option("format", "csv"));
            if (!csv.columnDelimiter().equals(",")) {
                lines.add(option("csv.field-delimiter", csv.columnDelimiter()));
            }
        } else {
            lines.add(option("format", "json"));
            lines.add(option("json.timestamp-format.standard", "SQL"));
        }
    }

    private static String option(String name, String value) {
        return FlinkText.literal(name) + " = " + FlinkText.literal(value);
    }
}
