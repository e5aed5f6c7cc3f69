package dev.penstock.analytics;

import dev.penstock.analytics.flink.JobProject;
import dev.penstock.analytics.flink.Translator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Translates applications to scripts for Apache Flink SQL 2.x. Nothing is translated that would give other rows unsaid. */
public final class FlinkSql {
    private FlinkSql() {}

    /**
     * Translates an application. Without outputs in the specification every stream that no pump reads is one, sent to a
     * Kinesis stream of its name.
     *
     * @throws dev.penstock.platform.aws.AwsException CodeValidationException when the code does not compile;
     *     InvalidArgumentException for the input schema or the options
     */
    public static Translation translate(ApplicationSpec spec, Options options) {
        return new Translator(spec, options).translate();
    }

    /**
     * A Maven project that builds the jar which Managed Service for Apache Flink takes.
     *
     * @param translation complete, for the same runtime
     * @return its files, text by path
     */
    public static Map<String, String> project(Translation translation, FlinkRuntime runtime) {
        if (!translation.isComplete()) {
            throw new IllegalArgumentException("a statement was refused: there is no script");
        }
        return JobProject.of(translation.script(), runtime);
    }

    /** What decides the time of a row. */
    public sealed interface Time {

        /** The time of arrival, which the records must carry as APPROXIMATE_ARRIVAL_TIME: can be repeated. */
        record Arrival() implements Time {}

        /** The clock of the machine that runs Flink: nearest to the service, cannot be repeated. */
        record Processing() implements Time {}

        /** A TIMESTAMP column of the input schema. */
        record OfColumn(String column) implements Time {}
    }

    /** Runtimes of Managed Service for Apache Flink that scripts are written for, with what stands in a job's jar. */
    public enum FlinkRuntime {
        FLINK_2_2("2.2.0", 17, "flink-connector-aws-kinesis-streams", "6.0.1-2.0"),
        /** Its connector has other options, and gives the time of arrival by itself. */
        FLINK_1_19("1.19.1", 11, "flink-connector-kinesis", "4.3.0-1.19");

        private final String flink;
        private final int java;
        private final String connector;
        private final String connectorVersion;

        FlinkRuntime(String flink, int java, String connector, String connectorVersion) {
            this.flink = flink;
            this.java = java;
            this.connector = connector;
            this.connectorVersion = connectorVersion;
        }

        /** The version of Flink that the service runs. */
        public String flink() {
            return flink;
        }

        /** The version of Java that the service runs it on. */
        public int java() {
            return java;
        }

        /** The artifact of {@code org.apache.flink} that reads and writes Kinesis. */
        public String connector() {
            return connector;
        }

        public String connectorVersion() {
            return connectorVersion;
        }

        /** As the service's API calls it. */
        @Override
        public String toString() {
            return name().replaceFirst("_", "-");
        }
    }

    /**
     * @param endpoint of Kinesis when it is not AWS's own, for example {@code http://localhost:4566}
     * @param connector {@code kinesis}, or another that supplies the same columns
     */
    public record Options(
            Time time,
            String region,
            String account,
            @Nullable String endpoint,
            String connector,
            FlinkRuntime runtime) {

        /** For the newest runtime. */
        public Options(Time time, String region, String account, @Nullable String endpoint, String connector) {
            this(time, region, account, endpoint, connector, FlinkRuntime.FLINK_2_2);
        }

        /** Kinesis in a region, by time of arrival. */
        public static Options kinesis(String region, String account) {
            return new Options(new Time.Arrival(), region, account, null, "kinesis");
        }

        /** Whether the connector itself tells when a record arrived. */
        public boolean tellsArrival() {
            return connector.equals("kinesis") && runtime == FlinkRuntime.FLINK_1_19;
        }

        public Options with(Time other) {
            return new Options(other, region, account, endpoint, connector, runtime);
        }
    }

    /** How near a statement is to Flink SQL. */
    public enum Ease {
        MECHANICAL('M', "the same words or a plain substitute"),
        RESTRUCTURED('R', "has to be built in another way"),
        FUNCTION('F', "needs a function written in Java"),
        HAND('H', "needs work by hand");

        private final char letter;
        private final String meaning;

        Ease(char letter, String meaning) {
            this.letter = letter;
            this.meaning = meaning;
        }

        public char letter() {
            return letter;
        }

        public String meaning() {
            return meaning;
        }
    }

    /**
     * @param statement for example {@code pump STREAM_PUMP}
     * @param line of the name in the code, from 1
     * @param remarks where results can differ
     * @param refusal what cannot be translated, where, and what to do by hand; empty when all can
     */
    public record StatementReport(String statement, int line, Ease ease, List<String> remarks, String refusal) {
        public StatementReport {
            remarks = List.copyOf(remarks);
        }

        public boolean isRefused() {
            return !refusal.isEmpty();
        }
    }

    /**
     * @param script empty when a statement was refused: a part of an application would be another application
     */
    public record Translation(String script, List<StatementReport> statements) {
        public Translation {
            statements = List.copyOf(statements);
        }

        public boolean isComplete() {
            return statements.stream().noneMatch(StatementReport::isRefused);
        }
    }
}
