package dev.penstock.analytics;

import static dev.penstock.analytics.TestPipeline.application;
import static dev.penstock.analytics.TestPipeline.column;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.analytics.ApplicationView.Window;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What each kind of window says of itself after three rows of two keys. */
class HeldByWindowsTest {
    private static final String END = ", which the clock or a later row brings";

    @Test
    void tumblingWindowHoldsGroupsUntilItsEnd() {
        Window window = window("SELECT STREAM K, COUNT(*) FROM IN_001 GROUP BY K, FLOOR(IN_001.ROWTIME TO MINUTE)");

        check(window, 2, "1000000 groups", "2024-01-01T00:01:00Z", "at the end of its 1m" + END);
    }

    @Test
    void staggerWindowHoldsGroupsEachWithItsOwnEnd() {
        Window window = window("SELECT STREAM K, COUNT(*) FROM IN_001 WINDOWED BY STAGGER ("
                + "PARTITION BY FLOOR(IN_001.ROWTIME TO MINUTE), K RANGE INTERVAL '1' MINUTE)");

        check(
                window,
                2,
                "1000000 groups",
                "2024-01-01T00:01:10Z",
                "1m after the first row of each group, by the clock or a later row");
    }

    @Test
    void groupsOfAMonotonicValueCloseWhenItChanges() {
        Window window = window("SELECT STREAM K, COUNT(*) FROM IN_001 GROUP BY K, MONOTONIC(V)");

        assertThat(window.closing()).endsWith("changes; time alone closes nothing");
        assertThat(window.closesAt()).isNull();
        assertThat(window.held()).isEqualTo(2);
    }

    @Test
    void sortedRowsWaitForTheirWindow() {
        Window window = window("SELECT STREAM K, V FROM IN_001 ORDER BY FLOOR(IN_001.ROWTIME TO MINUTE), K");

        check(window, 3, "1000000 rows", "2024-01-01T00:01:00Z", "at the end of its 1m" + END);
    }

    @Test
    void slidingWindowHoldsRowsButNothingWaits() {
        Window window = window("SELECT STREAM K, SUM(V) OVER (PARTITION BY K ROWS 1 PRECEDING) FROM IN_001");

        check(window, 3, "1000000 rows", null, "nothing waits: each row that comes in gives one out at once");
        assertThat(window.isHeldBack()).isFalse();
    }

    @Test
    void joinHoldsRowsOfBothSides() {
        Window window = window("SELECT STREAM A.K, B.V FROM IN_001 OVER (RANGE INTERVAL '1' MINUTE PRECEDING) AS A"
                + " JOIN IN_001 OVER (RANGE INTERVAL '1' MINUTE PRECEDING) AS B ON A.K = B.K AND A.V <> B.V");

        check(
                window,
                6,
                "2000000 rows",
                null,
                "a pair comes out with its second row; what finds no partner in its window is dropped");
    }

    @Test
    void tableFunctionHoldsValues() {
        Window window = window("SELECT STREAM ITEM, ITEM_COUNT FROM TABLE(TOP_K_ITEMS_TUMBLING("
                + "CURSOR(SELECT STREAM * FROM IN_001), 'K', 5, 60))");

        check(window, 2, "200000 values", "2024-01-01T00:01:00Z", "at the end of its 60 s" + END);
    }

    @Test
    void windowBehindAnOwnRowTimeIsClosedByRowsAlone() {
        String code = """
                CREATE STREAM T (K VARCHAR(8), V INTEGER);
                CREATE PUMP P0 AS INSERT INTO T SELECT STREAM K, V, TIMESTAMP '2020-01-01 00:00:01' AS ROWTIME FROM IN_001;
                """;

        Window window = window(code, "SELECT STREAM K, COUNT(*) FROM T GROUP BY K, FLOOR(T.ROWTIME TO MINUTE)");

        assertThat(window.closesAt()).isNull();
        assertThat(window.held()).isEqualTo(2);
        assertThat(window.closing())
                .endsWith("; a query sets the row time, so that rows alone move it and the clock does not");
    }

    private static void check(Window window, long held, String most, @Nullable String closesAt, String closing) {
        assertThat(window.held()).isEqualTo(held);
        assertThat("%d %s".formatted(window.most(), window.unit())).isEqualTo(most);
        assertThat(window.closesAt()).isEqualTo(closesAt == null ? null : Instant.parse(closesAt));
        assertThat(window.closing()).isEqualTo(closing);
    }

    private static Window window(String query) {
        return window("", query);
    }

    private static Window window(String before, String query) {
        String code =
                before + "CREATE STREAM O (C1 VARCHAR(16), C2 DOUBLE); CREATE PUMP P AS INSERT INTO O " + query + ";";
        try (TestPipeline pipeline = new TestPipeline()) {
            pipeline.run(application(
                    code.replace("IN_001", "SOURCE_SQL_STREAM_001"),
                    List.of(column("K", "VARCHAR(8)"), column("V", "INTEGER"))));
            pipeline.at(10_000);
            for (String key : List.of("a", "b", "a")) {
                pipeline.put("{\"K\":\"%s\",\"V\":7}".formatted(key));
            }
            List<ApplicationView.Pump> pumps = pipeline.analytics.view("app").pumps();
            return pumps.get(pumps.size() - 1).windows().get(0);
        }
    }
}
