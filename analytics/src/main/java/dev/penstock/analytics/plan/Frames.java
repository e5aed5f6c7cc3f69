package dev.penstock.analytics.plan;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Says the order and the ends of windows: without an order Calcite makes one by RANGE the whole stream. */
final class Frames {
    private final Scope scope;
    private final ExpressionRewriter expressions;

    Frames(Scope scope, ExpressionRewriter expressions) {
        this.scope = scope;
        this.expressions = expressions;
    }

    /** All windows that an expression writes out. */
    void sayAll(SqlNode expression) {
        expression.accept(new SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                if (call instanceof SqlWindow window) {
                    say(window);
                    return null;
                }
                return super.visit(call);
            }
        });
    }

    /** One window. */
    void say(SqlWindow window) {
        SqlParserPos at = window.getParserPosition();
        List<SqlNode> keys =
                window.getPartitionList().stream().map(expressions::rewrite).toList();
        window.setPartitionList(new SqlNodeList(keys, window.getPartitionList().getParserPosition()));
        window.setOrderList(SqlNodeList.of(scope.rowTime(at)));
        if (window.getLowerBound() == null) {
            window.setLowerBound(SqlWindow.createUnboundedPreceding(at));
        }
        window.setUpperBound(SqlWindow.createCurrentRow(at));
    }
}
