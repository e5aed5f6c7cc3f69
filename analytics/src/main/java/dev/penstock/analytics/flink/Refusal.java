package dev.penstock.analytics.flink;

import dev.penstock.analytics.FlinkSql.Ease;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A construct that Flink SQL has no words for. */
final class Refusal extends RuntimeException {
    private final transient SqlParserPos at;
    private final Ease ease;

    /**
     * @param construct what it is
     * @param byHand what to do instead
     */
    Refusal(SqlNode node, Ease ease, String construct, String byHand) {
        super(
                "%s is not translated to Flink SQL (class %s, %s). By hand: %s"
                        .formatted(construct, ease.letter(), ease.meaning(), byHand),
                null,
                false,
                false);
        this.at = node.getParserPosition();
        this.ease = ease;
    }

    SqlParserPos at() {
        return at;
    }

    Ease ease() {
        return ease;
    }
}
