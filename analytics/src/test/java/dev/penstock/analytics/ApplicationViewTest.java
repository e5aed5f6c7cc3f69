package dev.penstock.analytics;

import static dev.penstock.analytics.TestPipeline.application;
import static dev.penstock.analytics.TestPipeline.column;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApplicationViewTest {
    private static final String CODE = """
            CREATE STREAM HOT (K VARCHAR(8), V DOUBLE);
            CREATE PUMP HOT_PUMP AS INSERT INTO HOT
              SELECT STREAM K, 1000 / (V - 99) FROM SOURCE_SQL_STREAM_001 WHERE V > 30;
            CREATE STREAM REPORT (K VARCHAR(8), N INTEGER);
            CREATE PUMP REPORT_PUMP AS INSERT INTO REPORT
              SELECT STREAM K, COUNT(*) FROM HOT GROUP BY K, FLOOR(HOT.ROWTIME TO MINUTE);
            """;

    private final TestPipeline pipeline = new TestPipeline();

    @BeforeEach
    void run() {
        pipeline.run(application(CODE, List.of(column("K", "VARCHAR(8)"), column("V", "INTEGER"))));
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void pumpsCountRowsInOutAndFailed() {
        put("a", 20);
        put("a", 50);
        put("b", 60);
        put("b", 99);

        ApplicationView.Pump filter = pipeline.analytics.view("app").pumps().get(0);

        assertThat(filter.from()).containsExactly("SOURCE_SQL_STREAM_001");
        assertThat(filter.into()).isEqualTo("HOT");
        assertThat(filter.rowsIn()).isEqualTo(4);
        assertThat(filter.rowsOut()).isEqualTo(2);
        assertThat(filter.errorRows()).isEqualTo(1);
    }

    @Test
    void openWindowTellsWhatItHoldsAndWhenItCloses() {
        pipeline.at(10_000);
        put("a", 50);
        put("b", 60);

        ApplicationView.Window open =
                pipeline.analytics.view("app").pumps().get(1).windows().get(0);
        pipeline.at(60_000);
        ApplicationView.Window closed =
                pipeline.analytics.view("app").pumps().get(1).windows().get(0);

        assertThat(open.description()).startsWith("tumbling window of 1m, by [0], [1]: COUNT(*)");
        assertThat(open.held()).isEqualTo(2);
        assertThat(open.closesAt()).isEqualTo(Instant.parse("2024-01-01T00:01:00Z"));
        assertThat(closed.held()).isZero();
        assertThat(closed.closesAt()).isNull();
    }

    @Test
    void streamKeepsItsNewestHundredRowsAndItsWatermark() {
        for (int i = 0; i < 130; i++) {
            pipeline.at(i);
            put("a", 200 + i);
        }

        ApplicationView.Stream hot = stream("HOT");

        assertThat(hot.rows()).isEqualTo(130);
        assertThat(hot.newest()).hasSize(100);
        assertThat(hot.newest().get(99).rowTime()).isEqualTo(Instant.parse("2024-01-01T00:00:00.129Z"));
        assertThat(hot.watermark()).isEqualTo(Instant.parse("2024-01-01T00:00:00.129Z"));
        assertThat(stream("REPORT").watermark()).isNull();
    }

    @Test
    void viewSurvivesAStop() {
        put("a", 50);

        pipeline.analytics.stopApplication("app");

        assertThat(stream("HOT").newest()).hasSize(1);
        assertThat(pipeline.analytics.view("app").pumps().get(1).windows()).isEmpty();
    }

    private ApplicationView.Stream stream(String name) {
        return pipeline.analytics.view("app").streams().stream()
                .filter(stream -> stream.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void put(String key, int value) {
        pipeline.put("{\"K\":\"%s\",\"V\":%d}".formatted(key, value));
    }
}
