package dev.penstock.functions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a function is called, or not: where an event source mapping stands in each shard that it reads and what it did
 * there last. Times are milliseconds since the epoch, by the pipeline's clock.
 *
 * @param shards those that are open, by id; empty when it is disabled and never read
 */
public record MappingTimeline(List<Shard> shards) {

    public MappingTimeline {
        shards = List.copyOf(shards);
    }

    /**
     * @param shardId for example {@code shardId-000000000000}
     * @param checkpoint sequence number up to which everything is dealt with; null at the beginning
     * @param millisBehindLatest age of the oldest record that is not dealt with; 0 when there is none
     * @param unfinished records that were read and are not dealt with
     * @param filtered records that no filter pattern matched
     * @param lanes one for each unit of the parallelization factor
     * @param events the newest ones, oldest first
     */
    public record Shard(
            String shardId,
            @Nullable String checkpoint,
            long millisBehindLatest,
            int unfinished,
            long filtered,
            List<Lane> lanes,
            List<Event> events) {

        public Shard {
            lanes = List.copyOf(lanes);
            events = List.copyOf(events);
        }
    }

    /**
     * @param number from 0
     * @param state what it does now
     * @param records of the batch that it gathers, invokes with or waits with
     * @param firstSequenceNumber of that batch; null when there is none
     * @param attempt number of the attempt that runs or comes next, from 1; 0 when there is no batch
     * @param until when the batch is closed or tried again; null when no clock is waited for
     * @param lastError of the last attempt that failed or was refused; null when the last one was a success
     */
    public record Lane(
            int number,
            LaneState state,
            int records,
            @Nullable String firstSequenceNumber,
            int attempt,
            @Nullable Long until,
            @Nullable String lastError) {}

    /** What a lane does. */
    public enum LaneState {
        /** Nothing to do, or more records are waited for. */
        GATHERING,
        /** The function has its batch. */
        INVOKING,
        /** Its batch failed or was refused and waits for the next attempt. */
        WAITING,
        /** A batch was given up, and its record is on the way to the destination. */
        DISCARDING,
        /** The mapping is disabled or is changing its settings. */
        PAUSED
    }

    /**
     * @param atMillis when
     * @param kind what
     * @param lane number of the lane, -1 for the whole shard
     * @param records how many
     * @param first sequence number of the first of them; null when there is none
     * @param last sequence number of the last of them; null when there is none
     * @param attempt number of the attempt, from 1; 0 when it is no matter of attempts
     * @param detail the error, the condition, the window; may be empty
     */
    public record Event(
            long atMillis,
            Kind kind,
            int lane,
            int records,
            @Nullable String first,
            @Nullable String last,
            int attempt,
            String detail) {}

    /** What happened. */
    public enum Kind {
        /** The function took the batch. */
        DELIVERED,
        /** The function took the first records of a batch and reported one; the rest is tried again. */
        PARTLY_DELIVERED,
        /** An attempt failed. */
        FAILED,
        /** The function was not run: throttled, missing, or a service error. Not an attempt. */
        REFUSED,
        /** A batch that failed was split in two. */
        SPLIT,
        /** Records were given up. */
        DISCARDED,
        /** Records that no filter pattern matched were passed over. */
        FILTERED,
        /** The last invocation of a tumbling window succeeded. */
        WINDOW_CLOSED,
        /** The settings changed. */
        UPDATED
    }
}
