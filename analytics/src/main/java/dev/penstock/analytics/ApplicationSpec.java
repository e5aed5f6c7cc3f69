package dev.penstock.analytics;

import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.StartingPosition;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An application to create.
 *
 * @param code the SQL text; may be empty for an application that gets its code later
 * @param input the one streaming input, or {@link Input#NONE} for an application that gets one later
 * @param outputs at most three
 * @param references at most one
 * @param labels what people say of it
 */
public record ApplicationSpec(
        String name, String code, Input input, List<Output> outputs, List<Reference> references, Labels labels) {

    public ApplicationSpec {
        outputs = List.copyOf(outputs);
        references = List.copyOf(references);
    }

    /** An application without labels. */
    public ApplicationSpec(String name, String code, Input input, List<Output> outputs, List<Reference> references) {
        this(name, code, input, outputs, references, Labels.NONE);
    }

    /** An application without a reference table. */
    public ApplicationSpec(String name, String code, Input input, List<Output> outputs) {
        this(name, code, input, outputs, List.of());
    }

    /**
     * @param namePrefix for example {@code SOURCE_SQL_STREAM}; the in-application streams are called {@code _001},
     *     {@code _002} and so on behind it
     * @param stream name of the Kinesis stream
     * @param from where a start without a position of its own begins
     * @param format how records are read
     * @param processor ARN of the Lambda function that sees records first, or null
     * @param parallelism how many in-application streams its shards are divided among, 1 to 64
     */
    public record Input(
            String namePrefix,
            String stream,
            StartingPosition from,
            RecordFormat format,
            List<Column> columns,
            @Nullable String processor,
            int parallelism) {
        /** Most in-application streams of an input. */
        public static final int MAX_PARALLELISM = 64;

        /** No input yet: such an application can be described and changed but not started. */
        public static final Input NONE =
                new Input("", "", new StartingPosition.Latest(), new RecordFormat.Json("$"), List.of());

        public Input {
            columns = List.copyOf(columns);
        }

        /** One in-application stream. */
        public Input(
                String namePrefix,
                String stream,
                StartingPosition from,
                RecordFormat format,
                List<Column> columns,
                @Nullable String processor) {
            this(namePrefix, stream, from, format, columns, processor, 1);
        }

        /** Without pre-processor. */
        public Input(
                String namePrefix, String stream, StartingPosition from, RecordFormat format, List<Column> columns) {
            this(namePrefix, stream, from, format, columns, null);
        }

        /** @param rowPath of JSON records, {@code $} by default */
        public Input(String namePrefix, String stream, StartingPosition from, String rowPath, List<Column> columns) {
            this(namePrefix, stream, from, new RecordFormat.Json(rowPath), columns);
        }

        /** The same with its shards divided among so many in-application streams. */
        public Input inParallel(int streams) {
            return new Input(namePrefix, stream, from, format, columns, processor, streams);
        }

        /** The names of the in-application streams that it fills. */
        public List<String> inApplicationStreams() {
            return IntStream.rangeClosed(1, parallelism)
                    .mapToObj(number -> "%s_%03d".formatted(namePrefix, number))
                    .toList();
        }
    }

    /** How the bytes of records are read. */
    public sealed interface RecordFormat {

        /** @param rowPath which part of a document is a row, {@code $} for the whole */
        record Json(String rowPath) implements RecordFormat {}

        /** @param rowDelimiter for example a line feed */
        record Csv(String rowDelimiter, String columnDelimiter) implements RecordFormat {}
    }

    /**
     * A table that queries may join; read once at each start.
     *
     * @param table its name in the code, 1 to 32 characters
     * @param content what holds its rows
     */
    public record Reference(String table, RecordFormat format, List<Column> columns, Content content) {

        public Reference {
            columns = List.copyOf(columns);
        }

        /** @param content gives the bytes of the file that holds it */
        public Reference(String table, RecordFormat format, List<Column> columns, Supplier<Bytes> content) {
            this(table, format, columns, new Content.Given(content));
        }
    }

    /** What holds the rows of a reference table. */
    public sealed interface Content {

        /** Bytes that the caller has. */
        record Given(Supplier<Bytes> bytes) implements Content {}

        /** An object of S3. */
        record S3Object(String bucket, String key) implements Content {}
    }

    /**
     * What descriptions show and nothing here reads.
     *
     * @param role its ARN; empty when there is none
     */
    public record Labels(String description, String role, Map<String, String> tags) {
        /** None of them. */
        public static final Labels NONE = new Labels("", "", Map.of());

        public Labels {
            tags = Map.copyOf(tags);
        }
    }

    /**
     * @param sqlType for example {@code VARCHAR(16)}, {@code DOUBLE}
     * @param mapping JSON path such as {@code $.temperature}; null for CSV, whose columns come by position
     */
    public record Column(
            String name, String sqlType, @Nullable String mapping) {}

    /**
     * @param inApplicationStream case-sensitive name of the stream to send
     * @param destination what receives it
     * @param format {@code JSON} or {@code CSV}
     */
    public record Output(String inApplicationStream, Destination destination, String format) {

        /** @param stream name of the Kinesis stream that receives it */
        public Output(String inApplicationStream, String stream, String format) {
            this(inApplicationStream, new Destination.Stream(stream), format);
        }

        /** The name of the stream that receives it, or the ARN of the function. */
        public String stream() {
            return destination.name();
        }
    }

    /** What receives rows. */
    public sealed interface Destination {

        /** Of the stream, or the ARN of the function. */
        String name();

        /** A Kinesis stream. */
        record Stream(String name) implements Destination {}

        /** A Firehose delivery stream. */
        record DeliveryStream(String name) implements Destination {}

        /** A Lambda function. */
        record Function(String arn) implements Destination {
            @Override
            public String name() {
                return arn;
            }
        }
    }
}
