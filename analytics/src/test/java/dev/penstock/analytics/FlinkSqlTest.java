package dev.penstock.analytics;

import static dev.penstock.analytics.TestPipeline.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.analytics.FlinkSql.Ease;
import dev.penstock.analytics.FlinkSql.FlinkRuntime;
import dev.penstock.analytics.FlinkSql.Options;
import dev.penstock.analytics.FlinkSql.StatementReport;
import dev.penstock.analytics.FlinkSql.Time;
import dev.penstock.analytics.FlinkSql.Translation;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.stream.StartingPosition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlinkSqlTest {
    private static final Options OPTIONS = Options.kinesis("us-east-1", "000000000000");
    private static final List<ApplicationSpec.Column> COLUMNS = List.of(
            column("k", "VARCHAR(8)"),
            column("v", "INTEGER"),
            column("x", "DOUBLE"),
            column("s", "VARCHAR(64)"),
            column("ts", "TIMESTAMP"));

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
        INTEGER       ; CAST("x" AS INTEGER)                   ; CAST(ROUND(`x`, 0) AS INTEGER)
        INTEGER       ; CAST("v" AS INTEGER)                   ; CAST(`v` AS INTEGER)
        DOUBLE        ; CAST("v" AS FLOAT)                     ; CAST(`v` AS DOUBLE)
        VARCHAR(64)   ; REGEX_REPLACE("s", 'a', 'b', 1, 0)     ; REGEXP_REPLACE(`s`, 'a', 'b')
        VARCHAR(64)   ; SUBSTRING("s" FROM 3 FOR 4)            ; SUBSTRING(`s`, 3, 4)
        VARCHAR(64)   ; SUBSTRING("s", '[0-9]+')               ; REGEXP_EXTRACT(`s`, '[0-9]+', 0)
        VARCHAR(64)   ; SUBSTRING("s" FROM -1 FOR 4)           ; SUBSTRING(`s`, GREATEST(-1, 1), GREATEST(4 + LEAST(-1 - 1, 0), 0))
        INTEGER       ; POSITION('-' IN "s")                   ; POSITION('-' IN `s`)
        VARCHAR(64)   ; OVERLAY("s" PLACING 'XY' FROM 3 FOR 2) ; SUBSTRING(`s`, 1, 2) || 'XY' || SUBSTRING(`s`, 5)
        VARCHAR(64)   ; OVERLAY("s" PLACING 'XY' FROM -1)      ; SUBSTRING(`s`, 1, 0) || 'XY' || SUBSTRING(`s`, GREATEST(-1 + CHAR_LENGTH('XY'), 1))
        VARCHAR(64)   ; SUBSTRING("s" SIMILAR '(a|b)#"c#"%' ESCAPE '#') ; REGEXP_EXTRACT(`s`, '(?s)(?:(a|b))(c)(?:.*)', 2)
        BOOLEAN       ; "s" SIMILAR TO 'a+'                    ; `s` SIMILAR TO 'a+'
        BOOLEAN       ; "s" NOT SIMILAR TO '[a-e^c]+'          ; NOT REGEXP(`s`, '(?s)^(?:[a-e&&[^c]]+)$')
        DATE          ; CURRENT_DATE                           ; CAST(CAST(CURRENT_ROW_TIMESTAMP() AS TIMESTAMP(3)) AS DATE)
        TIMESTAMP     ; "ts" + INTERVAL '100' MINUTE           ; `ts` + INTERVAL '100' MINUTE(3)
        TIMESTAMP     ; "ts" + INTERVAL '1000' MINUTE          ; `ts` + INTERVAL '0 16:40:00.000' DAY TO SECOND(3)
        BIGINT        ; CAST(INTERVAL '3' MINUTE AS BIGINT)    ; CAST(180000 / 60000 AS BIGINT)
        BOOLEAN       ; ("ts" - TIMESTAMP '2024-01-01 00:00:00') HOUR < INTERVAL '1' HOUR ; 1000 * UNIX_TIMESTAMP(DATE_FORMAT(`ts`, 'yyyy-MM-dd HH:mm:ss')) + EXTRACT(MILLISECOND FROM `ts`) - (1000 * UNIX_TIMESTAMP(DATE_FORMAT(TIMESTAMP '2024-01-01 00:00:00', 'yyyy-MM-dd HH:mm:ss')) + EXTRACT(MILLISECOND FROM TIMESTAMP '2024-01-01 00:00:00')) < 3600000
        BIGINT        ; UNIX_TIMESTAMP("ts")                   ; 1000 * UNIX_TIMESTAMP(DATE_FORMAT(`ts`, 'yyyy-MM-dd HH:mm:ss')) + EXTRACT(MILLISECOND FROM `ts`)
        VARCHAR(64)   ; SUBSTRING("s", 3, 4)                   ; CASE WHEN CHAR_LENGTH(`s`) >= 3 THEN SUBSTRING(`s`, 3, 4) ELSE NULL END
        INTEGER       ; MOD("v", 3)                            ; MOD(`v`, 3)
        VARCHAR(64)   ; TRIM(LEADING '0' FROM "s")             ; TRIM(LEADING '0' FROM `s`)
        VARCHAR(64)   ; '<' || UPPER("s") || 'it''s'     ; '<' || UPPER(`s`) || 'it''s'
        TIMESTAMP     ; TO_TIMESTAMP(5)                        ; CAST(TO_TIMESTAMP_LTZ(5, 3) AS TIMESTAMP(3))
        TIMESTAMP     ; CHAR_TO_TIMESTAMP('yyyy', "s")         ; TO_TIMESTAMP(SUBSTRING(`s`, 1, 4), 'yyyy')
        VARCHAR(64)   ; TIMESTAMP_TO_CHAR('yyyy', "ts")        ; DATE_FORMAT(`ts`, 'yyyy')
        TIMESTAMP     ; FLOOR("ts" TO HOUR)                    ; FLOOR(`ts` TO HOUR)
        TIMESTAMP     ; "ts" - INTERVAL '5' MINUTE             ; `ts` - INTERVAL '5' MINUTE
        TIMESTAMP     ; CURRENT_ROW_TIMESTAMP                  ; CAST(CURRENT_ROW_TIMESTAMP() AS TIMESTAMP(3))
        INTEGER       ; CASE WHEN "v" > 1 THEN 1 ELSE 2 END    ; CASE WHEN `v` > 1 THEN 1 ELSE 2 END
        INTEGER       ; COALESCE("v", NULLIF("v", 3), -1)      ; COALESCE(`v`, NULLIF(`v`, 3), -1)
        DOUBLE        ; ABS("x") + CEIL("x") + FLOOR("x")      ; ABS(`x`) + CEIL(`x`) + FLOOR(`x`)
        DOUBLE        ; EXP("x") * LN("x") - POWER("x", 2)     ; EXP(`x`) * LN(`x`) - POWER(`x`, 2)
        INTEGER       ; "x"                                    ; CAST(ROUND(`x`, 0) AS INTEGER)
        """)
    void expressionIsSaidInFlinksWords(String type, String expression, String flink) {
        String code = pump("A " + type, "SELECT STREAM " + expression + " FROM SOURCE_SQL_STREAM_001");

        assertThat(script(code).replaceAll("\\s+", " "))
                .contains("SELECT " + flink + " AS `A` FROM `SOURCE_SQL_STREAM_001`;");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
        F ; 3:26 ; REGEX_REPLACE("s", 'a', 'b', 2, 0)                ; REGEX_REPLACE from another place
        F ; 3:38 ; CHAR_LENGTH(CAST(INTERVAL '5' MINUTE AS VARCHAR(8))) ; the text of an interval
        F ; 3:48 ; UNIX_TIMESTAMP("ts" + CAST("s" AS INTERVAL MINUTE)) ; CAST to an interval
        F ; 3:26 ; SUBSTRING("s" SIMILAR "s" ESCAPE '#')             ; SUBSTRING(... SIMILAR ... ESCAPE ...)
        F ; 3:26 ; CHAR_TO_TIMESTAMP('HH:mm Z', "s")                 ; the time zone in the format
        F ; 3:26 ; LAG("v") OVER (RANGE INTERVAL '1' MINUTE PRECEDING) ; LAG over a window with a bound
        F ; 3:26 ; LAG("v") IGNORE NULLS OVER (ROWS UNBOUNDED PRECEDING) ; LAG IGNORE NULLS
        F ; 3:26 ; NTH_VALUE("v", 2) OVER (ROWS 2 PRECEDING)         ; NTH_VALUE
        H ; 3:26 ; PARTITION_KEY                                     ; column PARTITION_KEY
        """)
    void whatFlinkHasNotIsRefusedByName(char ease, String place, String expression, String construct) {
        String type = expression.startsWith("SUB") || expression.startsWith("REG") || expression.startsWith("PART")
                ? "VARCHAR(64)"
                : expression.startsWith("CHAR_TO") ? "TIMESTAMP" : "BIGINT";
        String code = pump("A " + type, "SELECT STREAM\n           " + expression + " FROM SOURCE_SQL_STREAM_001");

        StatementReport report = refusal(code);

        assertThat(report.refusal())
                .contains(construct)
                .contains("(class " + ease)
                .contains("By hand: ");
        assertThat(report.refusal()).matches("(?s)3:\\d+: .*");
        assertThat(report.ease().letter()).isEqualTo(ease);
    }

    @Test
    void olderRuntimeHasItsOwnConnectorThatTellsTheTimeOfArrival() {
        ApplicationSpec.Input input = new ApplicationSpec.Input(
                "SOURCE_SQL_STREAM",
                "devices",
                new StartingPosition.AtTimestamp(Instant.parse("2024-01-01T00:00:00Z")),
                "$",
                COLUMNS);
        ApplicationSpec application = new ApplicationSpec(
                "app", pump("A INTEGER", "SELECT STREAM \"v\" FROM SOURCE_SQL_STREAM_001"), input, List.of());

        Translation translation = FlinkSql.translate(
                application,
                new Options(new Time.Arrival(), "eu-west-1", "123456789012", null, "kinesis", FlinkRuntime.FLINK_1_19));
        String pom = FlinkSql.project(translation, FlinkRuntime.FLINK_1_19).getOrDefault("pom.xml", "");

        assertThat(translation.script())
                .contains("`APPROXIMATE_ARRIVAL_TIME` TIMESTAMP(3) METADATA FROM 'timestamp' VIRTUAL,")
                .contains("'stream' = 'devices',")
                .contains("'scan.stream.initpos' = 'AT_TIMESTAMP',")
                .contains("'scan.stream.initpos-timestamp' = '2024-01-01T00:00:00.000Z',")
                .doesNotContain("FLINK-36671");
        assertThat(pom)
                .contains("<flink.version>1.19.1</flink.version>")
                .contains("<artifactId>flink-connector-kinesis</artifactId>")
                .contains("<maven.compiler.release>11</maven.compiler.release>")
                .doesNotContain("@");
    }

    @Test
    void firstOfSeveralInputStreamsReadsAllShards() {
        String code = """
                CREATE STREAM OUT1 (A INTEGER);
                CREATE PUMP P1 AS INSERT INTO OUT1 SELECT STREAM "v" FROM SOURCE_SQL_STREAM_001;
                CREATE PUMP P2 AS INSERT INTO OUT1 SELECT STREAM "v" FROM SOURCE_SQL_STREAM_003;
                """;
        ApplicationSpec one = spec(code, COLUMNS);
        ApplicationSpec spec = new ApplicationSpec("app", code, one.input().inParallel(3), List.of());

        Translation translation = FlinkSql.translate(spec, OPTIONS);

        assertThat(translation.script())
                .containsOnlyOnce("'stream.arn' = 'arn:aws:kinesis:us-east-1:000000000000:stream/devices'")
                .contains("CREATE TEMPORARY VIEW `SOURCE_SQL_STREAM_003` AS\nSELECT *\nFROM `SOURCE_SQL_STREAM_001`\n"
                        + "WHERE FALSE;")
                .contains("-- SOURCE_SQL_STREAM_001 has the records of all shards and the 2 other streams")
                .doesNotContain("`SOURCE_SQL_STREAM_002`");
        assertThat(translation.statements().get(0).ease().letter()).isEqualTo('R');
    }

    @Test
    void streamThatIsReadAndSentTwiceHasATableForEachOutput() {
        String code = """
            CREATE STREAM MID (A INTEGER);
            CREATE PUMP P1 AS INSERT INTO MID SELECT STREAM "v" FROM SOURCE_SQL_STREAM_001;
            CREATE STREAM OUT1 (A INTEGER);
            CREATE PUMP P2 AS INSERT INTO OUT1 SELECT STREAM A FROM MID;\
            """;
        ApplicationSpec.Input input = new ApplicationSpec.Input(
                "SOURCE_SQL_STREAM", "devices", new StartingPosition.TrimHorizon(), "$", COLUMNS);

        String script = FlinkSql.translate(
                        new ApplicationSpec(
                                "app",
                                code,
                                input,
                                List.of(
                                        new ApplicationSpec.Output("MID", "one", "JSON"),
                                        new ApplicationSpec.Output("MID", "two", "CSV"),
                                        new ApplicationSpec.Output("OUT1", "three", "JSON"))),
                        OPTIONS)
                .script();

        assertThat(script)
                .containsOnlyOnce("CREATE TABLE `MID.output` (")
                .containsOnlyOnce("CREATE TABLE `MID.output.2` (")
                .contains("INSERT INTO `MID.output`\nSELECT `A`\nFROM `MID`;")
                .contains("INSERT INTO `MID.output.2`\nSELECT `A`\nFROM `MID`;")
                .contains("INSERT INTO `OUT1`\nSELECT `A`\nFROM `MID`;");
    }

    @Test
    void tumblingWindowIsTumbleWithItsOwnKeys() {
        String code = pump("T TIMESTAMP, K VARCHAR(8), M TIMESTAMP, C INTEGER", """
            SELECT STREAM ROWTIME, "k", FLOOR("ts" TO MINUTE), COUNT(*) FROM SOURCE_SQL_STREAM_001 WHERE "v" > 1
            GROUP BY "k", FLOOR("ts" TO MINUTE), STEP(SOURCE_SQL_STREAM_001.ROWTIME BY INTERVAL '60' SECOND)
            HAVING COUNT(*) > 1\
            """);

        assertThat(script(code)).contains("""
            SELECT
              `window_end` AS `T`,
              `k` AS `K`,
              FLOOR(`ts` TO MINUTE) AS `M`,
              CAST(COUNT(*) AS INTEGER) AS `C`
            FROM TABLE(TUMBLE(TABLE `SOURCE_SQL_STREAM_001`, DESCRIPTOR(`ROWTIME`), INTERVAL '1' MINUTE))
            WHERE `v` > 1
            GROUP BY `k`, FLOOR(`ts` TO MINUTE), `window_start`, `window_end`
            HAVING COUNT(*) > 1;\
            """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
        CEIL(SOURCE_SQL_STREAM_001.ROWTIME TO MINUTE)                                                ; R ; neither FLOOR nor STEP
        STEP(SOURCE_SQL_STREAM_001.ROWTIME - INTERVAL '3' SECOND BY INTERVAL '10' SECOND)            ; R ; neither FLOOR nor STEP
        SOURCE_SQL_STREAM_001.ROWTIME                                                                ; R ; neither FLOOR nor STEP
        MONOTONIC("v")                                                                               ; F ; GROUP BY MONOTONIC
        """)
    void windowThatTumbleHasNotIsRefusedByName(String key, char ease, String construct) {
        String code = pump("C BIGINT", "SELECT STREAM COUNT(*) FROM SOURCE_SQL_STREAM_001 GROUP BY " + key);

        StatementReport report = refusal(code);

        assertThat(report.refusal()).contains(construct).contains("(class " + ease);
    }

    @Test
    void windowOverResultsOfAWindowIsShiftedToTheirTime() {
        String code = """
            CREATE STREAM MID (C INTEGER);
            CREATE PUMP P1 AS INSERT INTO MID SELECT STREAM COUNT(*) FROM SOURCE_SQL_STREAM_001
              GROUP BY FLOOR(SOURCE_SQL_STREAM_001.ROWTIME TO MINUTE);
            CREATE STREAM OUT1 (T TIMESTAMP, C INTEGER);
            CREATE PUMP P2 AS INSERT INTO OUT1 SELECT STREAM ROWTIME, SUM(C) FROM MID
              GROUP BY STEP(MID.ROWTIME BY INTERVAL '1' HOUR);\
            """;

        assertThat(script(code))
                .contains("""
                    CREATE TEMPORARY VIEW `MID` AS
                    SELECT `window_time` AS `ROWTIME`, CAST(COUNT(*) AS INTEGER) AS `C`
                    FROM TABLE(TUMBLE(TABLE `SOURCE_SQL_STREAM_001`, DESCRIPTOR(`ROWTIME`), INTERVAL '1' MINUTE))
                    GROUP BY `window_start`, `window_end`, `window_time`;\
                    """)
                .contains("SELECT `window_end` + INTERVAL '0.001' SECOND(2, 3) AS `T`, SUM(`C`) AS `C`")
                .contains("DESCRIPTOR(`ROWTIME`), INTERVAL '1' HOUR, INTERVAL '-0.001' SECOND(2, 3)))");
    }

    @Test
    void twoSlidingWindowsAreComputedOneInsideTheOther() {
        String code = pump("A INTEGER, B INTEGER", """
            SELECT STREAM SUM("v") OVER S1, SUM("v") OVER S2 FROM SOURCE_SQL_STREAM_001
            WINDOW S1 AS (PARTITION BY "k" RANGE INTERVAL '2' SECOND PRECEDING), S2 AS (ROWS 10 PRECEDING)\
            """);

        assertThat(script(code))
                .contains("SUM(`v`) OVER (PARTITION BY `k` ORDER BY `ROWTIME` RANGE BETWEEN INTERVAL '2' SECOND"
                        + " PRECEDING AND CURRENT ROW) AS `over.1.1`")
                .contains("SUM(`v`) OVER (ORDER BY `ROWTIME` ROWS BETWEEN 10 PRECEDING AND CURRENT ROW) AS `B`");
        assertThat(pumpReport(code).ease()).isEqualTo(Ease.RESTRUCTURED);
    }

    @ParameterizedTest
    @CsvSource({
        "SELECT STREAM MONOTONIC(\"v\") FROM SOURCE_SQL_STREAM_001 GROUP BY MONOTONIC(\"v\"), F, GROUP BY MONOTONIC",
        "SELECT STREAM \"v\" FROM SOURCE_SQL_STREAM_001 WINDOWED BY STAGGER (PARTITION BY \"v\" RANGE INTERVAL '1'"
                + " MINUTE), F, WINDOWED BY STAGGER",
        "SELECT STREAM COUNT(*) FROM SOURCE_SQL_STREAM_001 GROUP BY FLOOR(SOURCE_SQL_STREAM_001.ROWTIME TO MONTH), H,"
                + " a window of a MONTH",
        "SELECT STREAM \"v\" FROM SOURCE_SQL_STREAM_001 ORDER BY FLOOR(SOURCE_SQL_STREAM_001.ROWTIME TO SECOND), R,"
                + " ORDER BY"
    })
    void windowThatFlinkHasNotIsRefusedByName(String query, char ease, String construct) {
        StatementReport report = refusal(pump("A INTEGER", query));

        assertThat(report.refusal()).contains(construct).contains("By hand: ");
        assertThat(report.ease().letter()).isEqualTo(ease);
    }

    @Test
    void fieldInsideOfAnotherIsAComputedColumn() {
        List<ApplicationSpec.Column> columns = List.of(
                new ApplicationSpec.Column("t", "DOUBLE", "$.reading.temperature"),
                new ApplicationSpec.Column("id", "VARCHAR(8)", "$.device"));
        String code = pump("A DOUBLE", "SELECT STREAM \"t\" FROM SOURCE_SQL_STREAM_001");

        String script = FlinkSql.translate(spec(code, columns), OPTIONS).script();

        assertThat(script)
                .contains("`reading` ROW<`temperature` DOUBLE>,\n  `device` VARCHAR(8),")
                .contains("`t` AS `reading`.`temperature`,\n  `id` AS `device`,");
    }

    @Test
    void swappedNamesAreSortedOutByAView() {
        List<ApplicationSpec.Column> columns = List.of(
                new ApplicationSpec.Column("a", "INTEGER", "$.b"), new ApplicationSpec.Column("b", "INTEGER", "$.a"));
        String code = pump("A INTEGER", "SELECT STREAM \"a\" FROM SOURCE_SQL_STREAM_001");

        String script = FlinkSql.translate(spec(code, columns), OPTIONS).script();

        assertThat(script)
                .contains("CREATE TABLE `SOURCE_SQL_STREAM_001.records` (\n  `b` INT,\n  `a` INT,")
                .contains("SELECT `ROWTIME`, `APPROXIMATE_ARRIVAL_TIME`, `b` AS `a`, `a` AS `b`");
    }

    @Test
    void clockOrColumnCanDecideTheTime() {
        String code = pump("A INTEGER", "SELECT STREAM \"v\" FROM SOURCE_SQL_STREAM_001");

        String byClock = FlinkSql.translate(spec(code, COLUMNS), OPTIONS.with(new Time.Processing()))
                .script();
        String byColumn = FlinkSql.translate(spec(code, COLUMNS), OPTIONS.with(new Time.OfColumn("ts")))
                .script();

        assertThat(byClock).contains("`ROWTIME` AS PROCTIME()").doesNotContain("WATERMARK");
        assertThat(byColumn)
                .contains("`ROWTIME` AS CAST(`ts` AS TIMESTAMP(3))")
                .contains("WATERMARK FOR `ROWTIME` AS `ROWTIME` - INTERVAL '5' SECOND");
        assertThatThrownBy(() -> FlinkSql.translate(spec(code, COLUMNS), OPTIONS.with(new Time.OfColumn("v"))))
                .isInstanceOf(AwsException.class)
                .hasMessageContaining("no TIMESTAMP column v");
    }

    @Test
    void codeThatDoesNotCompileIsRefusedAsByTheEngine() {
        String code = pump("A INTEGER", "SELECT STREAM nope FROM SOURCE_SQL_STREAM_001");

        assertThatThrownBy(() -> script(code)).isInstanceOf(AwsException.class).hasMessageContaining("NOPE");
    }

    private static String pump(String columns, String query) {
        return "CREATE STREAM OUT1 (%s);\nCREATE PUMP P AS INSERT INTO OUT1 %s;".formatted(columns, query);
    }

    private static String script(String code) {
        Translation translation = FlinkSql.translate(spec(code, COLUMNS), OPTIONS);
        assertThat(translation.statements())
                .extracting(StatementReport::refusal)
                .containsOnly("");
        return translation.script();
    }

    private static StatementReport refusal(String code) {
        Translation translation = FlinkSql.translate(spec(code, COLUMNS), OPTIONS);
        assertThat(translation.script()).isEmpty();
        return translation.statements().stream()
                .filter(StatementReport::isRefused)
                .findFirst()
                .orElseThrow();
    }

    private static StatementReport pumpReport(String code) {
        List<StatementReport> all =
                FlinkSql.translate(spec(code, COLUMNS), OPTIONS).statements();
        return all.get(all.size() - 1);
    }

    private static ApplicationSpec spec(String code, List<ApplicationSpec.Column> columns) {
        ApplicationSpec.Input input = new ApplicationSpec.Input(
                "SOURCE_SQL_STREAM", "devices", new StartingPosition.TrimHorizon(), "$", columns);
        return new ApplicationSpec("app", code, input, List.of());
    }
}
