package dev.penstock.analytics.plan;

import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.TypeKind;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** Types of columns as Calcite's types and back. */
final class SqlTypes {
    private SqlTypes() {}

    static RelDataType calcite(RelDataTypeFactory factory, ColumnType type, boolean isNullable) {
        RelDataType result = switch (type.kind()) {
            case CHAR, VARCHAR, BINARY, VARBINARY -> factory.createSqlType(name(type.kind()), type.precision());
            case DECIMAL -> factory.createSqlType(SqlTypeName.DECIMAL, type.precision(), type.scale());
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DATE, TIME, TIMESTAMP ->
                factory.createSqlType(name(type.kind()));
        };
        return factory.createTypeWithNullability(result, isNullable);
    }

    /** Empty for types that columns cannot have, such as intervals. */
    static Optional<ColumnType> column(RelDataType type) {
        return kind(type).map(kind -> switch (kind) {
            case CHAR, VARCHAR, BINARY, VARBINARY -> new ColumnType(kind, length(type), 0);
            case DECIMAL -> new ColumnType(kind, type.getPrecision(), type.getScale());
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DATE, TIME, TIMESTAMP ->
                ColumnType.of(kind);
        });
    }

    static Optional<TypeKind> kind(RelDataType type) {
        return kind(type.getSqlTypeName());
    }

    static Optional<TypeKind> kind(SqlTypeName name) {
        return Optional.ofNullable(
                switch (name) {
                    case BOOLEAN -> TypeKind.BOOLEAN;
                    case TINYINT -> TypeKind.TINYINT;
                    case SMALLINT -> TypeKind.SMALLINT;
                    case INTEGER -> TypeKind.INTEGER;
                    case BIGINT -> TypeKind.BIGINT;
                    case DECIMAL -> TypeKind.DECIMAL;
                    case REAL -> TypeKind.REAL;
                    case DOUBLE, FLOAT -> TypeKind.DOUBLE;
                    case CHAR -> TypeKind.CHAR;
                    case VARCHAR -> TypeKind.VARCHAR;
                    case BINARY -> TypeKind.BINARY;
                    case VARBINARY -> TypeKind.VARBINARY;
                    case DATE -> TypeKind.DATE;
                    case TIME -> TypeKind.TIME;
                    case TIMESTAMP -> TypeKind.TIMESTAMP;
                    default -> null;
                });
    }

    private static int length(RelDataType type) {
        int precision = type.getPrecision();
        // An empty literal has length 0, an expression may have none.
        return precision == RelDataType.PRECISION_NOT_SPECIFIED
                ? ColumnType.MAX_LENGTH
                : Math.max(1, Math.min(precision, ColumnType.MAX_LENGTH));
    }

    private static SqlTypeName name(TypeKind kind) {
        return switch (kind) {
            case BOOLEAN -> SqlTypeName.BOOLEAN;
            case TINYINT -> SqlTypeName.TINYINT;
            case SMALLINT -> SqlTypeName.SMALLINT;
            case INTEGER -> SqlTypeName.INTEGER;
            case BIGINT -> SqlTypeName.BIGINT;
            case DECIMAL -> SqlTypeName.DECIMAL;
            case REAL -> SqlTypeName.REAL;
            case DOUBLE -> SqlTypeName.DOUBLE;
            case CHAR -> SqlTypeName.CHAR;
            case VARCHAR -> SqlTypeName.VARCHAR;
            case BINARY -> SqlTypeName.BINARY;
            case VARBINARY -> SqlTypeName.VARBINARY;
            case DATE -> SqlTypeName.DATE;
            case TIME -> SqlTypeName.TIME;
            case TIMESTAMP -> SqlTypeName.TIMESTAMP;
        };
    }

    /** A type as a query says it. */
    static SqlDataTypeSpec written(ColumnType type, SqlParserPos pos) {
        return new SqlDataTypeSpec(spec(type, pos), pos);
    }

    private static SqlBasicTypeNameSpec spec(ColumnType type, SqlParserPos pos) {
        SqlTypeName name = SqlTypeName.valueOf(type.kind().name());
        if (type.kind() == TypeKind.DECIMAL) {
            return new SqlBasicTypeNameSpec(name, type.precision(), type.scale(), pos);
        }
        return type.kind().hasLength()
                ? new SqlBasicTypeNameSpec(name, type.precision(), pos)
                : new SqlBasicTypeNameSpec(name, pos);
    }
}
