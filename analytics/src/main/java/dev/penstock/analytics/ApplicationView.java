package dev.penstock.analytics;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes on inside an application at one moment: enough to tell why a stream has no rows. Counters count since the
 * application was created; windows and watermarks are those of its last start.
 *
 * @param millisBehindLatest how old the next unread record of the input is; 0 when all is read
 * @param waitsFor something outside that holds it up, such as an output that has no room; null when there is none
 * @param streams those of the input, those that the code creates, {@code error_stream}
 * @param pumps in the order of the code
 * @param plan as {@link Analytics#plan}
 */
public record ApplicationView(
        ApplicationStatus status,
        long millisBehindLatest,
        @Nullable String waitsFor,
        List<Stream> streams,
        List<Pump> pumps,
        String plan) {

    public ApplicationView {
        streams = List.copyOf(streams);
        pumps = List.copyOf(pumps);
    }

    /**
     * An in-application stream.
     *
     * @param source where its rows come from when it is one of the input's; else null, pumps fill it
     * @param rows that it got
     * @param watermark no row before this time will come; null before the first row
     * @param newest its last rows, oldest first, at most 100
     */
    public record Stream(
            String name,
            @Nullable Source source,
            long rows,
            @Nullable Instant watermark,
            List<InApplicationRow> newest) {
        public Stream {
            newest = List.copyOf(newest);
        }
    }

    /**
     * What fills a stream of the input.
     *
     * @param shards the shards that are read into it now; none when the application does not run, or when the input has
     *     more streams than shards
     */
    public record Source(List<String> shards) {
        public Source {
            shards = List.copyOf(shards);
        }
    }

    /**
     * A pump.
     *
     * @param from the streams it reads
     * @param into the stream it fills
     * @param rowsIn rows it read
     * @param rowsOut rows it inserted
     * @param errorRows rows that had no result
     * @param windows what holds rows or groups, in the order of the query's steps
     */
    public record Pump(
            String name,
            List<String> from,
            String into,
            long rowsIn,
            long rowsOut,
            long errorRows,
            List<Window> windows) {
        public Pump {
            from = List.copyOf(from);
            windows = List.copyOf(windows);
        }
    }

    /**
     * A step that holds something.
     *
     * @param description the step, as the plan has it
     * @param held how much it holds now
     * @param unit what is counted: groups of a grouped query, otherwise rows, values, partitions or points
     * @param most how much it may hold; a row too many goes to the error stream (docs/analytics.md has the exceptions)
     * @param isHeldBack whether what is held comes out later; else it only serves results that come out at once
     * @param closesAt when it gives something out next though no row comes; null when only a row can make it do so
     * @param closing what makes it give something out, for people
     */
    public record Window(
            String description,
            long held,
            String unit,
            long most,
            boolean isHeldBack,
            @Nullable Instant closesAt,
            String closing) {}
}
