package dev.penstock.analytics.plan;

import dev.penstock.analytics.sql.FreeWords;
import java.util.function.Predicate;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.validate.SqlConformance;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;

/** How Calcite's parser and validator are set for the service's SQL. */
final class Dialect {
    private static final int MAX_NAME = 128;

    private final SqlParser.Config parser = SqlParser.config()
            .withQuoting(Quoting.DOUBLE_QUOTE)
            .withUnquotedCasing(Casing.TO_UPPER)
            .withQuotedCasing(Casing.UNCHANGED)
            .withCaseSensitive(true)
            .withIdentifierMaxLength(MAX_NAME)
            .withConformance(new Conformance());
    private final SqlAbstractParserImpl.Metadata words =
            SqlParser.create("", parser).getMetadata();

    SqlParser parser(String sql) {
        return SqlParser.create(sql, parser);
    }

    SqlConformance conformance() {
        return parser.conformance();
    }

    /** Tells which upper-case words must be quoted to be names. */
    Predicate<String> reserved() {
        return word -> words.isReservedWord(word) && !FreeWords.isFree(word);
    }

    /**
     * The SQL standard as Calcite reads it; nothing of the SELECT list is visible in GROUP BY or HAVING, but names and
     * numbers of its columns are in ORDER BY.
     */
    private static final class Conformance extends SqlDelegatingConformance {
        Conformance() {
            super(SqlConformanceEnum.STRICT_2003);
        }

        @Override
        public boolean isSortByAlias() {
            return true;
        }

        @Override
        public boolean isSortByOrdinal() {
            return true;
        }

        @Override
        public boolean isBangEqualAllowed() {
            return true;
        }
    }
}
