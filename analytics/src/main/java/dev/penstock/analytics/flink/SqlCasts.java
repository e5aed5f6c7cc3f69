package dev.penstock.analytics.flink;

import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.TypeKind;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** CASTs: where the service rounds a number to a whole one, Flink cuts it. */
final class SqlCasts {
    /** How long the text of a value can be. */
    private static final Map<TypeKind, Integer> LENGTHS = Map.of(
            TypeKind.TINYINT, 4,
            TypeKind.SMALLINT, 6,
            TypeKind.INTEGER, 11,
            TypeKind.BIGINT, 20,
            TypeKind.DECIMAL, 40,
            TypeKind.DOUBLE, 24,
            TypeKind.DATE, 10,
            TypeKind.TIME, 12,
            TypeKind.TIMESTAMP, 23);

    private SqlCasts() {}

    static SqlNode plain(SqlNode value, ColumnType type) {
        return plain(value, FlinkTypes.spec(type));
    }

    static SqlNode cast(SqlNode value, Optional<TypeKind> from, SqlNode type, TypeKind to) {
        boolean rounds = to.isInteger()
                && from.filter(kind -> kind.isApproximate() || kind == TypeKind.DECIMAL)
                        .isPresent();
        return plain(rounds ? FlinkText.filled("ROUND(`$0`, 0)", value) : value, type);
    }

    /** Says what becomes of numbers that a type cannot hold, where there are any. */
    static void narrowing(Remarks remarks, SqlNode value, Optional<TypeKind> from, TypeKind to) {
        boolean isCount =
                value instanceof SqlCall call && call.getOperator().getName().equals("COUNT");
        boolean isNarrower = to.isNumeric()
                && !to.isApproximate()
                && from.filter(kind -> kind.isNumeric() && (kind.compareTo(to) > 0 || to == TypeKind.DECIMAL))
                        .isPresent();
        if (isNarrower && !isCount) {
            remarks.add("a number that does not fit its type becomes NULL or another number in Flink, where the service"
                    + " writes to error_stream");
        }
    }

    /** Says what becomes of a text that is longer than its type, where a value can have one. */
    static void shortening(Remarks remarks, TypeKind from, SqlDataTypeSpec type, TypeKind to) {
        boolean isShort = to.isText()
                && type.getTypeNameSpec() instanceof SqlBasicTypeNameSpec text
                && text.getPrecision() < LENGTHS.getOrDefault(from, 0);
        if (isShort) {
            remarks.add("a value whose text is longer than its type is cut in Flink, where the service writes to"
                    + " error_stream");
        }
    }

    /** Says what a time of the day loses. */
    static void seconds(Remarks remarks, TypeKind to) {
        if (to == TypeKind.TIME) {
            remarks.add("a TIME has whole seconds in Flink, milliseconds in the service");
        }
    }

    private static SqlNode plain(SqlNode value, SqlNode type) {
        return SqlStdOperatorTable.CAST.createCall(SqlParserPos.ZERO, value, type);
    }
}
