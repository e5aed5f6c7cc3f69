package dev.penstock.analytics.plan;

import dev.penstock.analytics.type.ColumnType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;

/** Limits of the dialect's types. TIMESTAMP always has milliseconds: Calcite's own default would cut them off. */
final class TypeSystem extends RelDataTypeSystemImpl {
    private static final int MILLIS = 3;

    @Override
    public int getDefaultPrecision(SqlTypeName type) {
        return switch (type) {
            case TIMESTAMP, TIME -> MILLIS;
            case DECIMAL -> ColumnType.DEFAULT_DIGITS;
            default -> super.getDefaultPrecision(type);
        };
    }

    @Override
    public int getMaxPrecision(SqlTypeName type) {
        return switch (type) {
            case TIMESTAMP, TIME -> MILLIS;
            case DECIMAL -> ColumnType.MAX_DIGITS;
            case CHAR, VARCHAR, BINARY, VARBINARY -> ColumnType.MAX_LENGTH;
            default -> super.getMaxPrecision(type);
        };
    }

    /** SUM keeps the type of its argument; a result that does not fit is an error of the row. */
    @Override
    public RelDataType deriveSumType(RelDataTypeFactory factory, RelDataType argument) {
        return argument;
    }

    /** Texts of different length stay as they are: {@code CASE ... THEN 'on' ELSE 'off' END} is not filled up. */
    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
        return true;
    }
}
