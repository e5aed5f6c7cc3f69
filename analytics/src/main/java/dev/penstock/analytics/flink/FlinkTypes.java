package dev.penstock.analytics.flink;

import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.TypeKind;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** Flink's names of types. Its FLOAT has 32 bits, ours 64. */
final class FlinkTypes {
    private static final int MILLISECONDS = 3;

    private FlinkTypes() {}

    /** For DDL. */
    static String name(ColumnType type) {
        if (type.kind() == TypeKind.REAL) {
            return "FLOAT";
        }
        if (type.kind() == TypeKind.INTEGER) {
            return "INT";
        }
        return type.kind() == TypeKind.TIMESTAMP ? "TIMESTAMP(3)" : type.toString();
    }

    /** Of a field of a record: formats neither fill a CHAR up nor cut it. */
    static String field(ColumnType type) {
        return type.kind() == TypeKind.CHAR ? "STRING" : name(type);
    }

    /** For CAST. */
    static SqlDataTypeSpec spec(ColumnType type) {
        SqlParserPos at = SqlParserPos.ZERO;
        SqlBasicTypeNameSpec name;
        if (type.kind() == TypeKind.DECIMAL) {
            name = new SqlBasicTypeNameSpec(SqlTypeName.DECIMAL, type.precision(), type.scale(), at);
        } else if (type.kind().isText()) {
            name = new SqlBasicTypeNameSpec(SqlTypeName.valueOf(type.kind().name()), type.precision(), at);
        } else {
            name = basic(SqlTypeName.valueOf(type.kind().name()), at);
        }
        return new SqlDataTypeSpec(name, at);
    }

    /** A type of the user's CAST. */
    static SqlNode translated(SqlDataTypeSpec type) {
        boolean isPlain = type.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic
                && basic.getPrecision() < 0
                && SqlTypeName.get(basic.getTypeName().getSimple()) != null;
        if (!isPlain) {
            return type;
        }
        SqlTypeName name = SqlTypeName.valueOf(type.getTypeName().getSimple());
        return new SqlDataTypeSpec(basic(name, type.getParserPosition()), type.getParserPosition());
    }

    private static SqlBasicTypeNameSpec basic(SqlTypeName name, SqlParserPos at) {
        if (name == SqlTypeName.TIMESTAMP) {
            return new SqlBasicTypeNameSpec(name, MILLISECONDS, at);
        }
        if (name == SqlTypeName.REAL) {
            return new SqlBasicTypeNameSpec(SqlTypeName.FLOAT, at);
        }
        return new SqlBasicTypeNameSpec(name == SqlTypeName.FLOAT ? SqlTypeName.DOUBLE : name, at);
    }
}
