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
     * @param translation complete
     * @return its files, text by path
     */
    public static Map<String, String> project(Translation translation) {
        if (!translation.isComplete()) {
            throw new IllegalArgumentException("a statement was refused: there is no script");
        }
        return JobProject.of(translation.script());
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

    /**
     * @param endpoint of Kinesis when it is not AWS's own, for example {@code http://localhost:4566}
     * @param connector {@code kinesis}, or another that supplies the same columns
     */
    public record Options(
            Time time,
            String region,
            String account,
            @Nullable String endpoint,
            String connector) {

        /** Kinesis in a region, by time of arrival. */
        public static Options kinesis(String region, String account) {
            return new Options(new Time.Arrival(), region, account, null, "kinesis");
        }

        public Options with(Time other) {
            return new Options(other, region, account, endpoint, connector);
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
