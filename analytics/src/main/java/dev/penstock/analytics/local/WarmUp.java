package dev.penstock.analytics.local;

import dev.penstock.analytics.plan.ApplicationCompiler;
import dev.penstock.analytics.plan.ApplicationPlan;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.analytics.type.TypeKind;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads the classes of planner and code generator by compiling an application that nobody runs. */
final class WarmUp {
    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);

    private static final String CODE = """
            CREATE STREAM OUT_STREAM (K VARCHAR(8), T TIMESTAMP, N BIGINT, A DOUBLE);
            CREATE PUMP P1 AS INSERT INTO OUT_STREAM
              SELECT STREAM K, ROWTIME, 1, V * 2 FROM IN_STREAM WHERE V > 50 AND K <> 'x';
            CREATE PUMP P2 AS INSERT INTO OUT_STREAM
              SELECT STREAM K, ROWTIME, COUNT(*), AVG(V) FROM IN_STREAM
              GROUP BY K, STEP(ROWTIME BY INTERVAL '1' MINUTE) HAVING COUNT(*) > 1;
            """;

    private WarmUp() {}

    static void run(ApplicationCompiler compiler) {
        try {
            compile(compiler);
        } catch (RuntimeException failure) {
            log.warn("the analytics planner could not be warmed up", failure);
        }
    }

    static ApplicationPlan compile(ApplicationCompiler compiler) {
        StreamSchema input = new StreamSchema(
                "IN_STREAM",
                List.of(
                        StreamColumn.nullable("K", ColumnType.varchar(8)),
                        StreamColumn.nullable("V", ColumnType.of(TypeKind.DOUBLE))));
        return compiler.compile(CODE, input, List.of());
    }
}
