package dev.penstock.analytics.plan;

import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.analytics.type.TypeKind;
import java.util.List;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.StreamableTable;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractTable;

/** An in-application stream as the validator sees it: ROWTIME, which only grows, then its columns. */
final class StreamTable extends AbstractTable implements StreamableTable {
    private final StreamSchema schema;

    StreamTable(StreamSchema schema) {
        this.schema = schema;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory factory) {
        RelDataTypeFactory.Builder row = factory.builder();
        row.add(StreamSchema.ROWTIME, SqlTypes.calcite(factory, ColumnType.of(TypeKind.TIMESTAMP), false));
        for (StreamColumn column : schema.columns()) {
            row.add(column.name(), SqlTypes.calcite(factory, column.type(), !column.isNotNull()));
        }
        return row.build();
    }

    @Override
    public Statistic getStatistic() {
        return Statistics.of(1000d, List.of(), List.of(RelCollations.of(0)));
    }

    @Override
    public Schema.TableType getJdbcTableType() {
        return Schema.TableType.STREAM;
    }

    @Override
    public Table stream() {
        return this;
    }
}
