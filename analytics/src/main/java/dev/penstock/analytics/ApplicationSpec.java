package dev.penstock.analytics;

import dev.penstock.stream.StartingPosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An application to create.
 *
 * @param code the SQL text
 * @param input the one streaming input
 * @param outputs at most three
 */
public record ApplicationSpec(String name, String code, Input input, List<Output> outputs) {

    public ApplicationSpec {
        outputs = List.copyOf(outputs);
    }

    /**
     * @param namePrefix for example {@code SOURCE_SQL_STREAM}; the in-application stream gets {@code _001}
     * @param stream name of the Kinesis stream
     * @param rowPath JSON row path, {@code $} by default
     */
    public record Input(String namePrefix, String stream, StartingPosition from, String rowPath, List<Column> columns) {

        public Input {
            columns = List.copyOf(columns);
        }
    }

    /**
     * @param sqlType for example {@code VARCHAR(16)}, {@code DOUBLE}
     * @param mapping JSON path such as {@code $.temperature}
     */
    public record Column(
            String name, String sqlType, @Nullable String mapping) {}

    /**
     * @param inApplicationStream case-sensitive name of the stream to send
     * @param stream name of the Kinesis stream that receives it
     * @param format {@code JSON} or {@code CSV}
     */
    public record Output(String inApplicationStream, String stream, String format) {}
}
