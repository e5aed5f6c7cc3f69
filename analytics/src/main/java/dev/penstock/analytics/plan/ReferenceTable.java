package dev.penstock.analytics.plan;

import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.impl.AbstractTable;

/** A reference table as the validator sees it. */
final class ReferenceTable extends AbstractTable {
    private final StreamSchema schema;

    ReferenceTable(StreamSchema schema) {
        this.schema = schema;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory factory) {
        RelDataTypeFactory.Builder row = factory.builder();
        for (StreamColumn column : schema.columns()) {
            row.add(column.name(), SqlTypes.calcite(factory, column.type(), !column.isNotNull()));
        }
        return row.build();
    }
}
