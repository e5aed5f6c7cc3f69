package dev.penstock.functions;

import dev.penstock.platform.aws.Arn;
import dev.penstock.stream.StartingPosition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A mapping from a Kinesis or DynamoDB stream to a function. What is out of range is refused when the mapping is created.
 * Source: Lambda API Reference, CreateEventSourceMapping.
 *
 * @param source ARN of the stream, of a registered consumer of it, or of a table's stream
 * @param function its name or ARN, with a version or alias or without, see {@link FunctionReference}
 * @param from where to begin
 * @param batchSize 1 to 10,000 records for each invocation
 * @param batchWindow 0 to 300 s: how long to gather records
 * @param parallelization 1 to 10 lanes for each shard; records with the same key share a lane
 * @param maxRetries retries after the first attempt, 0 to 10,000; -1 retries until the record leaves the stream
 * @param maxAgeSeconds 60 to 604,800: older records are given up; -1 for no limit
 * @param bisect whether a batch that failed is split in two
 * @param reportItemFailures whether the function says which records failed ({@code ReportBatchItemFailures})
 * @param tumblingWindow 0 to 900 s; 0 for no window
 * @param filters patterns; a record that matches none is passed over; empty for all records
 * @param onFailure ARN of what gets a record of each batch that was given up
 * @param enabled whether it reads
 */
public record EventSourceMappingSpec(
        String source,
        String function,
        StartingPosition from,
        int batchSize,
        Duration batchWindow,
        int parallelization,
        int maxRetries,
        int maxAgeSeconds,
        boolean bisect,
        boolean reportItemFailures,
        Duration tumblingWindow,
        List<String> filters,
        Optional<String> onFailure,
        boolean enabled) {
    private static final int DEFAULT_BATCH = 100;

    public EventSourceMappingSpec {
        filters = List.copyOf(filters);
    }

    /** AWS's defaults: batches of 100, no window, one lane, retries without end. */
    public static EventSourceMappingSpec of(String source, String function, StartingPosition from) {
        return new EventSourceMappingSpec(
                source,
                function,
                from,
                DEFAULT_BATCH,
                Duration.ZERO,
                1,
                -1,
                -1,
                false,
                false,
                Duration.ZERO,
                List.of(),
                Optional.empty(),
                true);
    }

    /** The same with batches of so many records, gathered so long. */
    public EventSourceMappingSpec withBatch(int size, Duration window) {
        return changed(draft -> {
            draft.batchSize = size;
            draft.batchWindow = window;
        });
    }

    /** The same with so many retries. */
    public EventSourceMappingSpec withRetries(int retries) {
        return changed(draft -> draft.maxRetries = retries);
    }

    /** The same, reading or not. */
    public EventSourceMappingSpec withEnabled(boolean on) {
        return changed(draft -> draft.enabled = on);
    }

    /** The same with records that match one of these patterns only; none for all. */
    public EventSourceMappingSpec withFilters(List<String> patterns) {
        return changed(draft -> draft.filters = patterns);
    }

    /** The same with a record of each batch that was given up sent to this ARN. */
    public EventSourceMappingSpec withOnFailure(String targetArn) {
        return changed(draft -> draft.onFailure = Optional.of(targetArn));
    }

    /** The same with so many lanes for each shard. */
    public EventSourceMappingSpec withParallelization(int lanes) {
        return changed(draft -> draft.parallelization = lanes);
    }

    /** The name of the Kinesis stream or of the table. */
    public String sourceName() {
        String resource = Arn.parse(source).resourceName();
        int end = resource.indexOf('/');
        return end < 0 ? resource : resource.substring(0, end);
    }

    private EventSourceMappingSpec changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.finished();
    }

    /** All of it, open to changes: the one place that knows the order of the components. */
    private static final class Draft {
        private String source;
        private String function;
        private StartingPosition from;
        private int batchSize;
        private Duration batchWindow;
        private int parallelization;
        private int maxRetries;
        private int maxAgeSeconds;
        private boolean bisect;
        private boolean reportItemFailures;
        private Duration tumblingWindow;
        private List<String> filters;
        private Optional<String> onFailure;
        private boolean enabled;

        Draft(EventSourceMappingSpec given) {
            source = given.source;
            function = given.function;
            from = given.from;
            batchSize = given.batchSize;
            batchWindow = given.batchWindow;
            parallelization = given.parallelization;
            maxRetries = given.maxRetries;
            maxAgeSeconds = given.maxAgeSeconds;
            bisect = given.bisect;
            reportItemFailures = given.reportItemFailures;
            tumblingWindow = given.tumblingWindow;
            filters = given.filters;
            onFailure = given.onFailure;
            enabled = given.enabled;
        }

        EventSourceMappingSpec finished() {
            return new EventSourceMappingSpec(
                    source,
                    function,
                    from,
                    batchSize,
                    batchWindow,
                    parallelization,
                    maxRetries,
                    maxAgeSeconds,
                    bisect,
                    reportItemFailures,
                    tumblingWindow,
                    filters,
                    onFailure,
                    enabled);
        }
    }
}
