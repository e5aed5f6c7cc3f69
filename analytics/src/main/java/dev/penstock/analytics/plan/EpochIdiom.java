package dev.penstock.analytics.plan;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Litmus;

/**
 * A key of GROUP BY of which {@link GroupWindow#withoutEpochIdiom} has made STEP, where the query repeats it.
 *
 * @param written as it was written, rewritten like every expression
 * @param value the same of the key that is in its place: STEP gives whole windows, so that nothing is left to FLOOR
 */
record EpochIdiom(SqlNode written, SqlNode value) {

    /**
     * @param key {@code FLOOR((s.ROWTIME - TIMESTAMP '1970-01-01 00:00:00') SECOND / 10 TO SECOND)}
     * @param step what it is grouped by instead
     */
    static EpochIdiom of(SqlNode key, SqlNode step, ExpressionRewriter expressions) {
        SqlCall quotient = ((SqlCall) key).operand(0);
        SqlCall sinceEpoch = quotient.operand(0);
        SqlParserPos at = key.getParserPosition();
        SqlNode time = sinceEpoch
                .getOperator()
                .createCall(at, step, sinceEpoch.<SqlNode>operand(1), sinceEpoch.<SqlNode>operand(2));
        SqlNode value = quotient.getOperator().createCall(at, time, quotient.<SqlNode>operand(1));
        return new EpochIdiom(expressions.rewrite(key), value);
    }

    boolean is(SqlNode node) {
        return written.equalsDeep(node, Litmus.IGNORE);
    }
}
