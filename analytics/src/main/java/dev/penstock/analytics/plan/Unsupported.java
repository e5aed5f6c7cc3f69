package dev.penstock.analytics.plan;

import dev.penstock.analytics.sql.QueryText;
import dev.penstock.platform.aws.AwsException;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Something the planner cannot carry out; turned into an error of the code that points into the query. */
final class Unsupported extends RuntimeException {
    private final transient SqlParserPos at;

    Unsupported(String message) {
        this(message, SqlParserPos.ZERO);
    }

    /** @param at where it stands, or ZERO when that is not known */
    Unsupported(String message, SqlParserPos at) {
        super(message, null, false, false);
        this.at = at;
    }

    /** The error for the user; without a place of its own it points at the query. */
    AwsException in(QueryText query) {
        return at.getLineNum() == 0
                ? query.source().error(query.start(), "in this query: " + getMessage())
                : query.source().error(at.getLineNum(), at.getColumnNum(), String.valueOf(getMessage()));
    }
}
