package dev.penstock.functions.source;

import dev.penstock.functions.MappingTimeline.Kind;
import org.jspecify.annotations.Nullable;

/** Is told what happens in a lane. */
interface LaneLog {

    /**
     * @param first sequence number of the first record; null when there is none
     * @param last sequence number of the last record
     * @param attempt from 1; 0 when it is no matter of attempts
     */
    void add(
            long atMillis,
            Kind kind,
            int lane,
            int records,
            @Nullable String first,
            @Nullable String last,
            int attempt,
            String detail);
}
