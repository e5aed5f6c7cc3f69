package dev.penstock.analytics;

import java.util.Map;

/**
 * Where an application stands.
 *
 * @param status {@code READY}, {@code STARTING}, {@code RUNNING}, {@code STOPPING}; the last also when a fault ended it, see
 *     the log
 * @param rowsIn records that became rows of the input stream
 * @param errorRows rows that went to the error stream
 * @param rowsByStream rows inserted into each in-application stream that the code creates
 * @param rowsOut rows accepted by the output streams
 * @param openGroups groups held in windows that have not ended
 */
public record ApplicationStatus(
        String name,
        String status,
        long rowsIn,
        long errorRows,
        Map<String, Long> rowsByStream,
        long rowsOut,
        long openGroups) {

    public ApplicationStatus {
        rowsByStream = Map.copyOf(rowsByStream);
    }
}
