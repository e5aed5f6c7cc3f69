package dev.penstock.analytics.flink;

import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.TypeKind;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** CASTs: where the service rounds a number to a whole one, Flink cuts it. */
final class SqlCasts {
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

    private static SqlNode plain(SqlNode value, SqlNode type) {
        return SqlStdOperatorTable.CAST.createCall(SqlParserPos.ZERO, value, type);
    }
}
