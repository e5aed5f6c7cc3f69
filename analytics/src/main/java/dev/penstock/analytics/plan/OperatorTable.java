package dev.penstock.analytics.plan;

import java.util.List;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.util.ReflectiveSqlOperatorTable;

/** Exactly the given operators, found by the rules of Calcite's standard table (COUNT(*) and CAST are functions too). */
final class OperatorTable extends ReflectiveSqlOperatorTable {
    private OperatorTable() {}

    static OperatorTable of(List<SqlOperator> operators) {
        OperatorTable table = new OperatorTable();
        table.setOperators(buildIndex(operators));
        return table;
    }
}
