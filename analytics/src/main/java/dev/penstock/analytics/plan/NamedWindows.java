package dev.penstock.analytics.plan;

import java.util.HashMap;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Windows that are made of another of the same query: {@code OVER (w)}, and {@code WINDOW w2 AS (w1 ROWS 2 PRECEDING)} where
 * w1 has no size yet. What may not be put together is left for {@link QueryGuard} to refuse.
 *
 * <p>Source: Kinesis Data Analytics SQL Reference, WINDOW Clause; SQL:2008 for what may be added to a window.
 */
final class NamedWindows extends SqlBasicVisitor<@Nullable Void> {
    private Map<String, SqlWindow> named = new HashMap<>();

    private NamedWindows() {}

    /** Puts the windows of a query together, in place. */
    static SqlNode resolved(SqlNode query) {
        query.accept(new NamedWindows());
        return query;
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        Map<String, SqlWindow> outer = named;
        if (call instanceof SqlSelect select) {
            named = new HashMap<>();
            select.getWindowList().forEach(window -> declare((SqlWindow) window));
        } else if (call instanceof SqlWindow window) {
            complete(window);
        }
        super.visit(call);
        named = outer;
        return null;
    }

    private void declare(SqlWindow window) {
        complete(window);
        SqlIdentifier name = window.getDeclName();
        if (name != null) {
            named.putIfAbsent(name.getSimple(), window);
        }
    }

    private void complete(SqlWindow window) {
        SqlIdentifier reference = window.getRefName();
        SqlWindow base = reference == null ? null : named.get(reference.getSimple());
        if (base == null || base.getRefName() != null || !fits(window, base)) {
            return;
        }
        window.setOperand(1, null);
        if (!base.getPartitionList().isEmpty()) {
            window.setPartitionList(base.getPartitionList());
        }
        if (!base.getOrderList().isEmpty()) {
            window.setOrderList(base.getOrderList());
        }
        if (base.getLowerBound() != null) {
            window.setRows(SqlLiteral.createBoolean(base.isRows(), SqlParserPos.ZERO));
            window.setLowerBound(base.getLowerBound());
            window.setUpperBound(base.getUpperBound());
        }
    }

    /** A size cannot be replaced, nor can PARTITION BY, and ORDER BY stands before a size. */
    private static boolean fits(SqlWindow window, SqlWindow base) {
        boolean isBare = window.getPartitionList().isEmpty()
                && window.getOrderList().isEmpty()
                && window.getLowerBound() == null;
        return isBare
                || (base.getLowerBound() == null && window.getPartitionList().isEmpty());
    }
}
