package dev.penstock.analytics.plan;

import dev.penstock.analytics.sql.SourceText;
import dev.penstock.platform.aws.AwsException;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.parser.SqlParserUtil;

/** Lets only known types, units of time and intervals through. */
final class TypeGuard {
    private static final Set<String> TYPES = Set.of(
            "BOOLEAN",
            "TINYINT",
            "SMALLINT",
            "INTEGER",
            "BIGINT",
            "DECIMAL",
            "REAL",
            "FLOAT",
            "DOUBLE",
            "CHAR",
            "VARCHAR",
            "BINARY",
            "VARBINARY",
            "DATE",
            "TIME",
            "TIMESTAMP");
    private static final Set<TimeUnit> UNITS =
            Set.of(TimeUnit.YEAR, TimeUnit.MONTH, TimeUnit.DAY, TimeUnit.HOUR, TimeUnit.MINUTE, TimeUnit.SECOND);

    private final SourceText source;

    TypeGuard(SourceText source) {
        this.source = source;
    }

    void unit(SqlIntervalQualifier unit) {
        if (unit.timeFrameName != null || !UNITS.contains(unit.getUnit())) {
            throw at(
                    unit,
                    "the time unit %s is not supported; use YEAR, MONTH, DAY, HOUR, MINUTE or SECOND".formatted(unit));
        }
    }

    void interval(SqlIntervalLiteral literal) {
        if (literal.getValue() instanceof SqlIntervalLiteral.IntervalValue value) {
            dayTime(value.getIntervalQualifier());
            try {
                SqlParserUtil.intervalToMillis(value);
            } catch (RuntimeException malformed) {
                throw at(
                        literal,
                        "'%s' is not an interval of %s"
                                .formatted(value.getIntervalLiteral(), value.getIntervalQualifier()));
            }
        }
    }

    void dayTime(SqlIntervalQualifier unit) {
        if (unit.isYearMonth()) {
            throw at(unit, "intervals of years and months are not supported; use DAY, HOUR, MINUTE or SECOND");
        }
    }

    void type(SqlDataTypeSpec type) {
        String name = type.getTypeName().getSimple();
        boolean isBasic = type.getTypeNameSpec() instanceof SqlBasicTypeNameSpec;
        if (!isBasic || !TYPES.contains(name)) {
            throw at(type, "CAST to %s is not supported".formatted(type));
        }
        int precision = ((SqlBasicTypeNameSpec) type.getTypeNameSpec()).getPrecision();
        if (("TIMESTAMP".equals(name) || "TIME".equals(name)) && precision >= 0) {
            throw at(type, name + " takes no precision: it always has milliseconds");
        }
    }

    private AwsException at(SqlNode node, String message) {
        SqlParserPos at = node.getParserPosition();
        return source.error(at.getLineNum(), at.getColumnNum(), message);
    }
}
