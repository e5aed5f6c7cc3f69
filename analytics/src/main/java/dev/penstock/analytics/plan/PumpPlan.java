package dev.penstock.analytics.plan;

import dev.penstock.analytics.type.StreamSchema;

/**
 * A pump that can be started.
 *
 * @param targetColumns for each column of the query its position in the target, ROWTIME not counted
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, read for each row
public record PumpPlan(String name, StreamSchema target, int[] targetColumns, PlanNode query) {

    public PumpPlan {
        targetColumns = targetColumns.clone();
    }
}
