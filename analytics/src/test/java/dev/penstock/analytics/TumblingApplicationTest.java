package dev.penstock.analytics;

import static dev.penstock.analytics.TestPipeline.OUT;
import static dev.penstock.analytics.TestPipeline.application;
import static dev.penstock.analytics.TestPipeline.column;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.data.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A report for each device and minute. */
class TumblingApplicationTest {
    private static final String REPORT = """
            CREATE OR REPLACE STREAM "REPORT" ("at" TIMESTAMP, "deviceId" VARCHAR(16), "n" INTEGER, "average" DOUBLE);
            CREATE OR REPLACE PUMP "REPORT_PUMP" AS INSERT INTO "REPORT"
              SELECT STREAM ROWTIME, "deviceId", COUNT(*), AVG("temperature") FROM "SOURCE_SQL_STREAM_001"
              GROUP BY "deviceId", FLOOR("SOURCE_SQL_STREAM_001".ROWTIME TO MINUTE);
            """;
    private static final List<ApplicationSpec.Column> COLUMNS =
            List.of(column("deviceId", "VARCHAR(16)"), column("temperature", "DOUBLE"));

    private final TestPipeline pipeline = new TestPipeline();

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void windowComesOutAtItsEndWithoutAnotherRow() {
        pipeline.run(application(REPORT, COLUMNS, new ApplicationSpec.Output("REPORT", OUT, "JSON")));
        event("a", 10);
        event("b", 30);
        pipeline.at(30_000);
        event("a", 25);

        pipeline.at(59_999);
        List<String> beforeTheEnd = pipeline.records(OUT);
        long openGroups = pipeline.analytics.status("app").openGroups();
        pipeline.at(60_000);

        assertThat(beforeTheEnd).isEmpty();
        assertThat(openGroups).isEqualTo(2);
        assertThat(pipeline.records(OUT))
                .containsExactly(
                        "{\"at\":\"2024-01-01 00:01:00.000\",\"deviceId\":\"a\",\"n\":2,\"average\":17.5}",
                        "{\"at\":\"2024-01-01 00:01:00.000\",\"deviceId\":\"b\",\"n\":1,\"average\":30.0}");
        assertThat(pipeline.analytics.status("app").openGroups()).isZero();
    }

    @Test
    void longStepClosesEveryWindowInItsTurn() {
        pipeline.run(application(REPORT, COLUMNS));
        event("a", 10);

        pipeline.at(3_600_000);
        event("a", 20);
        pipeline.time.advance(Duration.ofMinutes(1));

        assertThat(pipeline.all("REPORT"))
                .extracting(InApplicationRow::rowTime)
                .containsExactly(Instant.parse("2024-01-01T00:01:00Z"), Instant.parse("2024-01-01T01:01:00Z"));
    }

    @Test
    void rowOnTheBorderBelongsToTheLaterWindow() {
        pipeline.run(application(REPORT, COLUMNS));
        event("a", 1);
        pipeline.at(60_000);
        event("a", 2);
        pipeline.at(120_000);

        assertThat(pipeline.rows("REPORT"))
                .extracting(row -> row.get("average"))
                .containsExactly(1.0, 2.0);
    }

    @Test
    void windowOverAWindowSeesItsRowsAtTheirEnd() {
        pipeline.run(application("""
                CREATE STREAM MINUTES (N BIGINT);
                CREATE PUMP P1 AS INSERT INTO MINUTES SELECT STREAM COUNT(*) FROM SOURCE_SQL_STREAM_001
                  GROUP BY STEP(SOURCE_SQL_STREAM_001.ROWTIME BY INTERVAL '1' MINUTE);
                CREATE STREAM HOURS (N BIGINT, MINUTES BIGINT, T TIMESTAMP);
                CREATE PUMP P2 AS INSERT INTO HOURS SELECT STREAM SUM(N), COUNT(*), ROWTIME FROM MINUTES
                  GROUP BY FLOOR(ROWTIME TO HOUR);
                """, COLUMNS));
        for (int minute = 0; minute < 60; minute += 10) {
            pipeline.at(minute * 60_000L);
            event("a", minute);
            event("b", minute);
        }

        pipeline.at(3_600_000);

        assertThat(pipeline.rows("MINUTES")).hasSize(6).containsOnly(Map.of("N", 2L));
        assertThat(pipeline.rows("HOURS"))
                .containsExactly(Map.of("N", 12L, "MINUTES", 6L, "T", "2024-01-01 01:00:00.000"));
    }

    @Test
    void windowInsideAQueryInFromKeepsItsRowTime() {
        pipeline.run(application("""
                CREATE STREAM O (N BIGINT, T TIMESTAMP);
                CREATE PUMP P AS INSERT INTO O
                  SELECT STREAM SUM(q.C), ROWTIME FROM (
                    SELECT STREAM "deviceId", COUNT(*) AS C FROM SOURCE_SQL_STREAM_001
                    GROUP BY "deviceId", STEP(ROWTIME BY INTERVAL '10' SECOND) HAVING COUNT(*) > 1) AS q
                  GROUP BY STEP(q.ROWTIME BY INTERVAL '1' MINUTE);
                """, COLUMNS));
        for (int second = 0; second < 50; second++) {
            pipeline.at(second * 1000L);
            event(second < 20 ? "a" : "b" + second, 1);
        }

        pipeline.at(59_999);
        int early = pipeline.rows("O").size();
        pipeline.at(60_000);

        assertThat(early).isZero();
        assertThat(pipeline.rows("O")).containsExactly(Map.of("N", 20L, "T", "2024-01-01 00:01:00.000"));
    }

    @Test
    void unionOfWindowAndFilterIsInOrderOfRowTime() {
        pipeline.run(application("""
                CREATE STREAM O (K VARCHAR(16), T TIMESTAMP);
                CREATE PUMP P AS INSERT INTO O
                  SELECT STREAM "deviceId", ROWTIME FROM SOURCE_SQL_STREAM_001
                  UNION ALL
                  SELECT STREAM 'window', ROWTIME FROM SOURCE_SQL_STREAM_001 GROUP BY FLOOR(ROWTIME TO MINUTE);
                """, COLUMNS));
        event("a", 1);
        pipeline.at(60_000);
        event("b", 1);
        pipeline.at(120_500);
        event("c", 1);

        assertThat(pipeline.rows("O"))
                .extracting(row -> row.get("K"))
                .containsExactly("a", "window", "b", "window", "c");
        assertThat(pipeline.all("O")).extracting(InApplicationRow::rowTime).isSorted();
    }

    @Test
    void calendarMonthEndsWithItsLastDay() {
        pipeline.run(application("""
                CREATE STREAM O (N BIGINT, S TIMESTAMP, E TIMESTAMP);
                CREATE PUMP P AS INSERT INTO O
                  SELECT STREAM COUNT(*), FLOOR(ROWTIME TO MONTH), ROWTIME FROM SOURCE_SQL_STREAM_001
                  GROUP BY FLOOR(ROWTIME TO MONTH);
                """, COLUMNS));
        event("a", 1);
        pipeline.time.advance(Duration.ofDays(32));
        event("a", 1);
        pipeline.time.advance(Duration.ofDays(29));

        assertThat(pipeline.rows("O"))
                .containsExactly(
                        Map.of("N", 1L, "S", "2024-01-01 00:00:00.000", "E", "2024-02-01 00:00:00.000"),
                        Map.of("N", 1L, "S", "2024-02-01 00:00:00.000", "E", "2024-03-01 00:00:00.000"));
    }

    @Test
    void sumThatDoesNotFitIsAnErrorOfItsGroupOnly() {
        pipeline.run(application("""
                CREATE STREAM O (K VARCHAR(16), S INTEGER);
                CREATE PUMP P AS INSERT INTO O SELECT STREAM "deviceId", SUM(CAST("temperature" AS INTEGER))
                  FROM SOURCE_SQL_STREAM_001 GROUP BY "deviceId", FLOOR(ROWTIME TO MINUTE);
                """, COLUMNS));
        event("a", 2_000_000_000);
        event("a", 2_000_000_000);
        event("b", 1);
        event("c", 2_000_000_000);
        event("c", 2_000_000_000);
        event("c", -2_000_000_000);

        pipeline.at(60_000);

        assertThat(pipeline.rows("O")).containsExactly(Map.of("K", "b", "S", 1), Map.of("K", "c", "S", 2_000_000_000));
        assertThat(pipeline.rows("error_stream"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("PUMP_NAME", "P")
                        .containsEntry("MESSAGE", "4000000000 does not fit INTEGER"));
    }

    private void event(String device, int temperature) {
        pipeline.put(Bytes.utf8("{\"deviceId\":\"%s\",\"temperature\":%d}".formatted(device, temperature)));
    }
}
