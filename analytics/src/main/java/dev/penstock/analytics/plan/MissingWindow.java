package dev.penstock.analytics.plan;

import dev.penstock.analytics.sql.QueryText;
import dev.penstock.analytics.sql.SourceText;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Refuses aggregates in a query that is not grouped: of a stream they would never be complete. */
final class MissingWindow extends SqlBasicVisitor<@Nullable Void> {
    private final Functions functions;
    private final SourceText source;

    private MissingWindow(Functions functions, SourceText source) {
        this.functions = functions;
        this.source = source;
    }

    static void refuse(SqlSelect select, Functions functions, SourceText source) {
        select.getSelectList().accept(new MissingWindow(functions, source));
        SqlNode having = select.getHaving();
        if (having != null) {
            SqlParserPos at = having.getParserPosition();
            throw source.error(at.getLineNum(), at.getColumnNum(), "HAVING needs GROUP BY; use WHERE to filter rows");
        }
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        if (call.getKind() == SqlKind.OVER) {
            return null;
        }
        String name = call.getOperator().getName();
        if (functions.isAggregate(name)) {
            SqlParserPos at = call.getParserPosition();
            throw source.error(
                    at.getLineNum(),
                    at.getColumnNum(),
                    "%s needs a window of time: add GROUP BY FLOOR(ROWTIME TO unit) or GROUP BY"
                                    .formatted(name.equals(QueryText.ANY) ? "ANY" : name)
                            + " STEP(ROWTIME BY INTERVAL 'n' unit), or OVER (RANGE INTERVAL 'n' unit PRECEDING)");
        }
        return super.visit(call);
    }
}
