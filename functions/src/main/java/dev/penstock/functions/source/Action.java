package dev.penstock.functions.source;

import dev.penstock.functions.event.SourceRecord;
import dev.penstock.platform.data.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a lane wants to be done next. */
sealed interface Action {
    /** Nothing until there are more records, or until what it waits for ends. */
    Action NONE = new Rest();

    /** See {@link #NONE}. */
    record Rest() implements Action {}

    /** The function is to be invoked; {@link Lane#invoked} is to be told how it ended. */
    record Invoke(Bytes event) implements Action {}

    /** Nothing until a moment, in milliseconds since the epoch. */
    record Wait(long untilMillis) implements Action {}

    /**
     * Records are given up; {@link Lane#discarded} is to be called when their record is at the destination.
     *
     * @param condition {@code RetryAttemptsExhausted}, {@code RecordAgeExceeded} or {@code InvokePayloadTooLarge}
     * @param invokeCount {@code approximateInvokeCount}
     * @param response how the last attempt ended; null when that is not why they are given up
     */
    record Discard(
            List<SourceRecord> records,
            String condition,
            int invokeCount,
            Batch.@Nullable Failure response,
            String lastError)
            implements Action {}
}
