package dev.penstock.bench.analytics;

/** What is measured. The input stream is SOURCE_SQL_STREAM_001, its columns are those of {@link Samples}. */
public enum Query {
    /** Filter and projection. */
    FILTER("""
            CREATE STREAM O ("deviceId" VARCHAR(16), "temperature" DOUBLE);
            CREATE PUMP P AS INSERT INTO O SELECT STREAM "deviceId", "temperature" * 1.8 + 32
              FROM SOURCE_SQL_STREAM_001 WHERE "temperature" > 30;
            """),

    /** Rows of each device in windows of a second. */
    TUMBLING("""
            CREATE STREAM O ("deviceId" VARCHAR(16), "n" DOUBLE);
            CREATE PUMP P AS INSERT INTO O SELECT STREAM "deviceId", COUNT(*)
              FROM SOURCE_SQL_STREAM_001 GROUP BY "deviceId",
              STEP(SOURCE_SQL_STREAM_001.ROWTIME BY INTERVAL '1' SECOND);
            """),

    /** The average of the last ten rows of each device. */
    SLIDING("""
            CREATE STREAM O ("deviceId" VARCHAR(16), "average" DOUBLE);
            CREATE PUMP P AS INSERT INTO O SELECT STREAM "deviceId", AVG("temperature") OVER W
              FROM SOURCE_SQL_STREAM_001 WINDOW W AS (PARTITION BY "deviceId" ROWS 9 PRECEDING);
            """),

    /** Groups that stay open. */
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

    /** The application's code; what it gives out is stream O. */
    public String code() {
        return code;
    }
}
