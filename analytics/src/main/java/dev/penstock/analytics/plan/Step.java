package dev.penstock.analytics.plan;

import org.apache.calcite.rel.type.RelDataType;

/**
 * A planned step and the rows that come out of it.
 *
 * @param row the columns as the code generator knows them
 * @param hasRowTime whether the last column is the row time that {@link Markers#ROW_TIME} stands for
 */
record Step(PlanNode node, RelDataType row, boolean hasRowTime) {

    static Step of(PlanNode node, RelDataType row) {
        return new Step(node, row, false);
    }

    int width() {
        return row.getFieldCount();
    }
}
