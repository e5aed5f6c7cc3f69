package dev.penstock.bench.analytics;

/** What is measured. */
enum Query {
    FILTER("""
            CREATE STREAM O ("deviceId" VARCHAR(16), "temperature" DOUBLE);
            CREATE PUMP P AS INSERT INTO O SELECT STREAM "deviceId", "temperature" * 1.8 + 32
              FROM SOURCE_SQL_STREAM_001 WHERE "temperature" > 30;
            """),
    TUMBLING("""
            CREATE STREAM O ("deviceId" VARCHAR(16), "n" DOUBLE);
            CREATE PUMP P AS INSERT INTO O SELECT STREAM "deviceId", COUNT(*)
              FROM SOURCE_SQL_STREAM_001 GROUP BY "deviceId",
              STEP(SOURCE_SQL_STREAM_001.ROWTIME BY INTERVAL '1' SECOND);
            """),
    SLIDING("""
            CREATE STREAM O ("deviceId" VARCHAR(16), "average" DOUBLE);
            CREATE PUMP P AS INSERT INTO O SELECT STREAM "deviceId", AVG("temperature") OVER W
              FROM SOURCE_SQL_STREAM_001 WINDOW W AS (PARTITION BY "deviceId" ROWS 9 PRECEDING);
            """),
    MANY_KEYS("""
            CREATE STREAM O ("deviceId" VARCHAR(16), "n" DOUBLE);
            CREATE PUMP P AS INSERT INTO O SELECT STREAM "deviceId", COUNT(*)
              FROM SOURCE_SQL_STREAM_001 GROUP BY "deviceId",
              STEP(SOURCE_SQL_STREAM_001.ROWTIME BY INTERVAL '1' DAY);
            """);

    private final String code;

    Query(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }
}
