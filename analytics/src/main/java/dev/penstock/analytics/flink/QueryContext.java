package dev.penstock.analytics.flink;

import dev.penstock.analytics.plan.CheckedCode;
import dev.penstock.analytics.sql.QueryText;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlNode;

/**
 * What the translation of one pump's query needs from around it.
 *
 * @param streams what the query can read, by the user's names
 * @param views the statements before this one; views that the query needs are added
 * @param processingTime whether the clock decides the time of a row
 */
record QueryContext(
        CheckedCode code,
        QueryText text,
        String pump,
        Map<String, Relation> streams,
        List<String> views,
        Remarks remarks,
        boolean processingTime) {

    /** By how much ROWTIME of a window's results lies behind the service's, whose input is behind already. */
    long behindWindow(long behind) {
        return processingTime ? 0 : behind + 1;
    }

    /** Makes a view of a query and returns its name. */
    String view(String select) {
        long before = views.stream()
                .filter(view -> view.startsWith("CREATE TEMPORARY VIEW " + prefix()))
                .count();
        String name = pump + "." + (before + 1);
        views.add("CREATE TEMPORARY VIEW %s AS\n%s;".formatted(FlinkText.name(name), select));
        return name;
    }

    private String prefix() {
        String quoted = FlinkText.name(pump + ".");
        return quoted.substring(0, quoted.length() - 1);
    }

    SqlNode expanded(SqlNode expression) {
        return code.expanded(expression);
    }
}
