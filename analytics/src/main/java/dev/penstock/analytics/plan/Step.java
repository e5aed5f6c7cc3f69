package dev.penstock.analytics.plan;

import org.apache.calcite.rel.type.RelDataType;

/**
 * A planned step and the rows that come out of it.
 *
 * @param row the columns as the code generator knows them
 */
record Step(PlanNode node, RelDataType row) {

    int width() {
        return row.getFieldCount();
    }
}
