package dev.penstock.analytics;

import static dev.penstock.analytics.TestPipeline.IN;
import static dev.penstock.analytics.TestPipeline.OUT;
import static dev.penstock.analytics.TestPipeline.application;
import static dev.penstock.analytics.TestPipeline.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamSpec;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The filter of the article's second pipeline: abnormal events into a stream, each row with its ROWTIME. */
class FilterApplicationTest {
    private static final String CODE = """
            CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" ("temperature" INTEGER, "deviceId" VARCHAR(16));
            CREATE OR REPLACE PUMP "STREAM_PUMP" AS INSERT INTO "DESTINATION_SQL_STREAM"
              SELECT STREAM "temperature", "deviceId" FROM "SOURCE_SQL_STREAM_001" WHERE "temperature" > 30;
            """;
    private static final List<ApplicationSpec.Column> COLUMNS =
            List.of(column("deviceId", "VARCHAR(16)"), column("temperature", "INTEGER"));

    private final TestPipeline pipeline = new TestPipeline();

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void abnormalEventsComeOutWithTheirRowTime() {
        pipeline.run(application(CODE, COLUMNS, new ApplicationSpec.Output("DESTINATION_SQL_STREAM", OUT, "JSON")));

        pipeline.at(37_978);
        pipeline.put("{\"deviceId\":\"2\",\"temperature\":50}");
        pipeline.put("{\"deviceId\":\"2\",\"temperature\":20}");
        pipeline.at(40_000);
        pipeline.put("{\"deviceId\":\"3\",\"temperature\":31,\"more\":[1,2]}");

        assertThat(pipeline.all("DESTINATION_SQL_STREAM"))
                .containsExactly(
                        new InApplicationRow(
                                "app",
                                "DESTINATION_SQL_STREAM",
                                Instant.parse("2024-01-01T00:00:37.978Z"),
                                Map.of("temperature", 50, "deviceId", "2")),
                        new InApplicationRow(
                                "app",
                                "DESTINATION_SQL_STREAM",
                                Instant.parse("2024-01-01T00:00:40Z"),
                                Map.of("temperature", 31, "deviceId", "3")));
        assertThat(pipeline.records(OUT))
                .containsExactly("{\"temperature\":50,\"deviceId\":\"2\"}", "{\"temperature\":31,\"deviceId\":\"3\"}");
        assertThat(pipeline.analytics.status("app"))
                .isEqualTo(new ApplicationStatus("app", "RUNNING", 3, 0, Map.of("DESTINATION_SQL_STREAM", 2L), 2, 0));
    }

    @Test
    void csvOutputQuotesWhatWouldBreakTheLine() {
        pipeline.run(application(CODE, COLUMNS, new ApplicationSpec.Output("DESTINATION_SQL_STREAM", OUT, "CSV")));

        pipeline.put("{\"deviceId\":\"a,\\\"b\\\"\",\"temperature\":31}");
        pipeline.put("{\"temperature\":32}");

        assertThat(pipeline.records(OUT)).containsExactly("31,\"a,\"\"b\"\"\"\n", "32,\n");
    }

    @Test
    void recordsThatCannotBeReadBecomeErrorRowsAndHarmNoOther() {
        pipeline.run(application(CODE, COLUMNS, new ApplicationSpec.Output("error_stream", OUT, "JSON")));

        pipeline.put("not json");
        pipeline.put(Bytes.EMPTY);
        pipeline.put(Bytes.wrap(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1}));
        pipeline.put("[1,2]");
        pipeline.put("{\"temperature\":\"hot\"}");
        pipeline.put("{\"temperature\":41.5}");
        pipeline.put("{\"temperature\":1e999999999}");
        pipeline.put("{\"temperature\":99,\"deviceId\":\"a\"} trailing");
        pipeline.put("{\"temperature\":42,\"deviceId\":\"" + "x".repeat(200_000) + "\"}");

        assertThat(pipeline.rows("error_stream"))
                .extracting(row -> row.get("ERROR_NAME"))
                .containsExactly(
                        "UNPARSEABLE_RECORD",
                        "UNPARSEABLE_RECORD",
                        "UNPARSEABLE_RECORD",
                        "UNPARSEABLE_RECORD",
                        "CODE_CONVERSION_ERROR",
                        "CODE_CONVERSION_ERROR",
                        "CODE_CONVERSION_ERROR",
                        "UNPARSEABLE_RECORD");
        assertThat(pipeline.rows("error_stream").get(4))
                .containsEntry("MESSAGE", "column temperature: 'hot' is not a number")
                .containsEntry("DATA_ROW", "7B2274656D7065726174757265223A22686F74227D")
                .containsEntry("DATA_ROWTIME", "2024-01-01 00:00:00.000")
                .containsEntry("PUMP_NAME", null);
        assertThat(pipeline.rows("DESTINATION_SQL_STREAM"))
                .containsExactly(
                        Map.of("temperature", 99, "deviceId", "a"),
                        Map.of("temperature", 42, "deviceId", "x".repeat(16)));
        assertThat(pipeline.analytics.status("app").errorRows()).isEqualTo(8);
        assertThat(pipeline.analytics.status("app").rowsIn()).isEqualTo(2);
        assertThat(pipeline.records(OUT)).hasSize(8);
    }

    @Test
    void rowThatFailsInOnePumpStillPassesTheOthers() {
        pipeline.run(application("""
                CREATE STREAM QUOTIENT (Q INTEGER);
                CREATE STREAM SEEN (T INTEGER);
                CREATE PUMP P1 AS INSERT INTO QUOTIENT SELECT STREAM 100 / "temperature" FROM SOURCE_SQL_STREAM_001;
                CREATE PUMP P2 AS INSERT INTO SEEN SELECT STREAM "temperature" FROM SOURCE_SQL_STREAM_001;
                """, COLUMNS));

        pipeline.put("{\"temperature\":0}");
        pipeline.put("{\"temperature\":50}");

        assertThat(pipeline.rows("QUOTIENT")).containsExactly(Map.of("Q", 2));
        assertThat(pipeline.rows("SEEN")).containsExactly(Map.of("T", 0), Map.of("T", 50));
        assertThat(pipeline.rows("error_stream"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("ERROR_NAME", "DIVISION_BY_ZERO")
                        .containsEntry("PUMP_NAME", "P1"));
    }

    @Test
    void conditionAfterOneThatFailsIsNotComputed() {
        pipeline.run(application("""
                CREATE STREAM O (T INTEGER);
                CREATE PUMP P AS INSERT INTO O SELECT STREAM "temperature" FROM SOURCE_SQL_STREAM_001
                  WHERE "temperature" <> 0 AND 100 / "temperature" > 1;
                """, COLUMNS));

        pipeline.put("{\"temperature\":0}");
        pipeline.put("{\"temperature\":50}");

        assertThat(pipeline.rows("O")).containsExactly(Map.of("T", 50));
        assertThat(pipeline.analytics.status("app").errorRows()).isZero();
    }

    /** Small types must not turn into INTEGER between two steps of a query. */
    @Test
    void valuesKeepTheirTypeThroughNestedQueriesUnionsAndWindows() {
        pipeline.run(application("""
                CREATE STREAM O (T TINYINT, S SMALLINT, R REAL, D DECIMAL(6,2), L BIGINT);
                CREATE PUMP P AS INSERT INTO O
                  SELECT STREAM MAX(T), MIN(S), MAX(R), MAX(D), MAX(L) FROM (
                    SELECT STREAM * FROM (
                      SELECT STREAM CAST("temperature" AS TINYINT) + CAST(1 AS TINYINT) AS T,
                        CAST("temperature" AS SMALLINT) * CAST(2 AS SMALLINT) AS S, CAST("temperature" AS REAL) / 2 AS R,
                        "temperature" * 0.25 AS D, "temperature" AS L FROM SOURCE_SQL_STREAM_001
                      UNION ALL
                      SELECT STREAM CAST(1 AS TINYINT), CAST(1 AS SMALLINT), CAST(1 AS REAL), 1, CAST(1 AS BIGINT)
                        FROM SOURCE_SQL_STREAM_001) AS u
                    WHERE u.T > 0 AND u.S > 0 AND u.R > 0 AND u.D > 0 AND u.L > 0) AS q
                  WHERE q.T + q.S > 0 GROUP BY FLOOR(q.ROWTIME TO MINUTE);
                """, COLUMNS));

        pipeline.put("{\"temperature\":50}");
        pipeline.put("{\"temperature\":7}");
        pipeline.at(60_000);

        assertThat(pipeline.rows("error_stream")).isEmpty();
        assertThat(pipeline.rows("O"))
                .containsExactly(
                        Map.of("T", (byte) 51, "S", (short) 1, "R", 25f, "D", new BigDecimal("12.50"), "L", 50L));
    }

    @Test
    void serviceColumnsAreUsable() {
        pipeline.run(application("""
                CREATE STREAM O (AT_TIME TIMESTAMP, K VARCHAR(16), S VARCHAR(64));
                CREATE PUMP P AS INSERT INTO O
                  SELECT STREAM APPROXIMATE_ARRIVAL_TIME, PARTITION_KEY, SHARD_ID FROM SOURCE_SQL_STREAM_001
                  WHERE CHAR_LENGTH(SEQUENCE_NUMBER) > 10;
                """, COLUMNS));

        pipeline.at(1_500);
        pipeline.put("{}");

        assertThat(pipeline.rows("O"))
                .containsExactly(Map.of("AT_TIME", "2024-01-01 00:00:01.500", "K", "key", "S", "shardId-000000000000"));
    }

    @Test
    void twoEnginesAndTwoApplicationsInOneJvmDoNotMeet() {
        try (TestPipeline other = new TestPipeline()) {
            pipeline.run(application(CODE, COLUMNS));
            ApplicationSpec first = application(CODE.replace("> 30", "> 90"), COLUMNS);
            pipeline.run(new ApplicationSpec("second", first.code(), first.input(), first.outputs()));
            other.run(application(CODE, COLUMNS));

            pipeline.put("{\"temperature\":50}");
            pipeline.put("{\"temperature\":95}");

            assertThat(pipeline.all("DESTINATION_SQL_STREAM"))
                    .extracting(InApplicationRow::application)
                    .containsExactlyInAnyOrder("app", "app", "second");
            assertThat(pipeline.analytics.applications()).containsExactly("app", "second");
            assertThat(other.all("DESTINATION_SQL_STREAM")).isEmpty();
            assertThat(other.analytics.status("app").rowsIn()).isZero();
        }
    }

    @Test
    void secondApplicationOverAnOutputIsWokenByIt() {
        pipeline.streams.create(new StreamSpec("final", 2, StreamSpec.DEFAULT_RETENTION));
        pipeline.run(application(CODE, COLUMNS, new ApplicationSpec.Output("DESTINATION_SQL_STREAM", OUT, "JSON")));
        ApplicationSpec.Input fromOutput =
                new ApplicationSpec.Input("SOURCE_SQL_STREAM", OUT, new StartingPosition.Latest(), "$", COLUMNS);
        pipeline.run(new ApplicationSpec(
                "second",
                CODE,
                fromOutput,
                List.of(new ApplicationSpec.Output("DESTINATION_SQL_STREAM", "final", "JSON"))));

        for (int i = 0; i < 200; i++) {
            pipeline.streams.put(IN, "k" + i, Bytes.utf8("{\"temperature\":" + i + "}"));
        }
        pipeline.time.settle();

        assertThat(pipeline.records("final")).hasSize(169);
        assertThat(pipeline.analytics.status("second").rowsOut()).isEqualTo(169);
    }

    @Test
    void namesAndStatesAreCheckedAsAwsDoes() {
        pipeline.analytics.create(application(CODE, COLUMNS));

        assertThatThrownBy(() -> pipeline.analytics.create(application(CODE, COLUMNS)))
                .isInstanceOf(AwsException.class)
                .extracting(failure -> ((AwsException) failure).code())
                .isEqualTo("ResourceInUseException");
        assertThatThrownBy(() -> pipeline.analytics.status("none"))
                .extracting(failure -> ((AwsException) failure).code())
                .isEqualTo("ResourceNotFoundException");
        assertThatThrownBy(() -> pipeline.analytics.stopApplication("app"))
                .extracting(failure -> ((AwsException) failure).code())
                .isEqualTo("ResourceInUseException");
        assertThat(pipeline.analytics.status("app").status()).isEqualTo("READY");
    }

    @Test
    void startWithoutItsStreamsFailsAndMayBeTriedAgain() {
        pipeline.analytics.create(
                application(CODE, COLUMNS, new ApplicationSpec.Output("DESTINATION_SQL_STREAM", "later", "JSON")));

        assertThatThrownBy(() -> pipeline.analytics.startApplication("app"))
                .hasMessageContaining("later")
                .extracting(failure -> ((AwsException) failure).code())
                .isEqualTo("ResourceNotFoundException");
        pipeline.streams.create(new StreamSpec("later", 1, StreamSpec.DEFAULT_RETENTION));
        pipeline.analytics.startApplication("app");
        pipeline.put("{\"temperature\":31}");

        assertThat(pipeline.records("later")).hasSize(1);
    }

    @Test
    void stoppedApplicationReadsNothingAndStartsAgainFromItsPosition() {
        pipeline.run(application(CODE, COLUMNS));
        pipeline.put("{\"temperature\":31}");

        pipeline.analytics.stopApplication("app");
        pipeline.put("{\"temperature\":32}");
        long whileStopped = pipeline.analytics.status("app").rowsIn();
        pipeline.analytics.startApplication("app");
        pipeline.time.settle();

        assertThat(whileStopped).isEqualTo(1);
        assertThat(pipeline.rows("DESTINATION_SQL_STREAM"))
                .extracting(row -> row.get("temperature"))
                .containsExactly(31, 31, 32);
    }

    @Test
    void newEngineOverTheSameStreamsReadsThemFromTheBeginning() {
        pipeline.run(application(CODE, COLUMNS));
        pipeline.put("{\"temperature\":31}");
        pipeline.analytics.close();

        Analytics restarted = AnalyticsFactory.local(AwsIdentity.DEFAULT, pipeline.time, pipeline.streams);
        restarted.create(application(CODE, COLUMNS));
        restarted.startApplication("app");
        pipeline.put("{\"temperature\":32}");
        long rows = restarted.status("app").rowsIn();
        restarted.close();

        assertThat(rows).isEqualTo(2);
        assertThat(restarted.status("app").status()).isEqualTo("READY");
        assertThat(pipeline.time.inFlight().isSettled()).isTrue();
    }
}
