package dev.penstock.analytics.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.Recorder;
import dev.penstock.analytics.sql.TypeParser;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.window.Watermark;
import dev.penstock.platform.data.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows are a row time, a text and two numbers. */
class TableFunctionsTest {
    private static final List<StreamColumn> COLUMNS =
            List.of(column("k", "VARCHAR(8)"), column("x", "DOUBLE"), column("y", "INTEGER"));
    private final Recorder out = new Recorder();
    private final List<@Nullable Object[]> rows = new ArrayList<>();
    private final Operator sink = new Operator() {
        @Override
        public void row(long rowTime, @Nullable Object[] values) {
            rows.add(values);
        }

        @Override
        public void bound(long time) {}
    };

    private static StreamColumn column(String name, String type) {
        return StreamColumn.nullable(name, TypeParser.parse(type));
    }

    private static TableFunction function(String name, Object... arguments) {
        List<Object> literals = Arrays.stream(arguments)
                .map(value -> value instanceof Integer number ? BigDecimal.valueOf(number) : value)
                .toList();
        return TableFunctions.create(name, literals, COLUMNS);
    }

    private TableFunction.Running open(String name, Object... arguments) {
        return function(name, arguments).open(out, out);
    }

    private static void put(Operator operator, long time, @Nullable String k, double x, int y) {
        operator.row(time, new Object[] {time, k, x, y});
    }

    @Test
    void topItemsComeMostFrequentFirstAtTheEndOfTheWindow() {
        TableFunction.Running top = open("TOP_K_ITEMS_TUMBLING", "k", 2, 10);

        List.of("a", "b", "c", "b", "c", "c").forEach(k -> put(top, 5, k, 0, 0));
        put(top, 9_999, null, 0, 0);
        assertThat(top.due()).isEqualTo(10_000);
        top.bound(10_000);
        put(top, 10_000, "d", 0, 0);
        top.bound(20_000);

        assertThat(out.take())
                .containsExactly(
                        "10000 [10000, c, 3.0]",
                        "10000 [10000, b, 2.0]",
                        "bound 10000",
                        "20000 [20000, d, 1.0]",
                        "bound 20000");
        assertThat(top.due()).isEqualTo(Watermark.NEVER);
    }

    @Test
    void topItemsStayRightWhenTheRareOnesAreForgotten() {
        TableFunction.Running top = open("TOP_K_ITEMS_TUMBLING", "y", 1, 10);

        for (int i = 0; i < 250_000; i++) {
            put(top, 1, "k", 0, i % 5 == 0 ? -1 : i);
        }
        assertThat(top.groups()).isLessThanOrEqualTo(200_000);
        top.bound(10_000);

        assertThat(out.take()).containsExactly("10000 [10000, -1, 50000.0]", "bound 10000");
    }

    @Test
    void distinctItemsAreCountedExactlyUpToTenThousand() {
        TableFunction.Running count = open("COUNT_DISTINCT_ITEMS_TUMBLING", "y", 1);

        for (int i = 0; i < 30_000; i++) {
            put(count, 999, "k", 0, i % 10_000);
        }
        put(count, 1_000, "k", 0, 1);
        count.bound(2_000);

        assertThat(out.take()).containsExactly("1000 [1000, 10000]", "2000 [2000, 1]", "bound 2000");
    }

    @Test
    void moreDistinctItemsAreEstimated() {
        TableFunction.Running count =
                function("COUNT_DISTINCT_ITEMS_TUMBLING", "y", 1).open(sink, out);

        for (int i = 0; i < 400_000; i++) {
            put(count, 0, "k", 0, i % 200_000);
        }
        count.bound(1_000);

        assertThat((Long) rows.get(0)[1]).isBetween(195_000L, 205_000L);
    }

    @Test
    void forestScoresAnOutlierHighestAndItsColumnMost() throws Exception {
        TableFunction.Running forest = function("RANDOM_CUT_FOREST_WITH_EXPLANATION", 50, 64, 10_000, 1, true)
                .open(sink, out);
        Random random = new Random(3);

        for (int i = 0; i < 500; i++) {
            put(forest, i, "k", 10 + random.nextGaussian(), 20 + random.nextInt(3));
        }
        put(forest, 500, "k", 90, 21);

        double outlier = (Double) Objects.requireNonNull(rows.get(500)[4]);
        assertThat(rows.get(63)[4]).isEqualTo(0.0);
        assertThat(rows.subList(64, 500))
                .allSatisfy(row -> assertThat((Double) row[4]).isBetween(1e-9, outlier));
        JsonNode told = Json.MAPPER.readTree((String) rows.get(500)[5]);
        double x = told.at("/x/ATTRIBUTION_SCORE").asDouble();
        double y = told.at("/y/ATTRIBUTION_SCORE").asDouble();
        assertThat(told.at("/x/DIRECTION").asText()).isEqualTo("HIGH");
        assertThat(x).isGreaterThan(y);
        assertThat(x + y).isCloseTo(outlier, org.assertj.core.data.Offset.offset(0.001));
        assertThat(Json.MAPPER
                        .readTree((String) rows.get(10)[5])
                        .at("/x/DIRECTION")
                        .asText())
                .isEqualTo("LOW");
    }

    @Test
    void forestIsTheSameInEachRun() {
        List<@Nullable Object> first = scores();
        rows.clear();

        assertThat(scores()).isEqualTo(first).doesNotContain((Object) null);
    }

    private List<@Nullable Object> scores() {
        TableFunction.Running forest =
                function("RANDOM_CUT_FOREST", 10, 20, 100, 4).open(sink, out);
        for (int i = 0; i < 100; i++) {
            put(forest, i, "k", i % 7, i % 3);
        }
        return rows.stream().<@Nullable Object>map(row -> row[4]).toList();
    }

    @Test
    void nullIsNoPoint() {
        TableFunction.Running forest = open("RANDOM_CUT_FOREST");

        assertThatThrownBy(() -> forest.row(0, new Object[] {0L, "k", null, 1}))
                .isInstanceOf(RowFailure.class)
                .hasMessage("column x is NULL");
    }

    @Test
    void hotspotIsWhatIsDense() throws Exception {
        TableFunction.Running hotspots = function("HOTSPOTS", 100, 1, 5).open(sink, out);

        for (int i = 0; i < 20; i++) {
            put(hotspots, i, "k", i * 100, 0);
        }
        for (int i = 0; i < 10; i++) {
            put(hotspots, 100 + i, "k", 5_000 + i * 0.5, 1);
        }

        assertThat(rows.get(19)[4]).isEqualTo("{\"hotspots\":[]}");
        JsonNode found = Json.MAPPER.readTree((String) rows.get(29)[4]).get("hotspots");
        assertThat(found).hasSize(1);
        assertThat(found.at("/0/minValues").toString()).isEqualTo("[5000.0,1.0]");
        assertThat(found.at("/0/maxValues").toString()).isEqualTo("[5004.5,1.0]");
        assertThat(found.at("/0/density").asDouble()).isPositive();
    }

    @Test
    void hotspotIsForgottenWithItsPoints() {
        TableFunction.Running hotspots = function("HOTSPOTS", 100, 1, 2).open(sink, out);

        put(hotspots, 0, "k", 0, 0);
        put(hotspots, 1, "k", 0, 0);
        for (int i = 0; i < 100; i++) {
            put(hotspots, 2 + i, "k", 100 + i * 10, 0);
        }

        assertThat((String) rows.get(1)[4]).contains("density");
        assertThat(rows.get(101)[4]).isEqualTo("{\"hotspots\":[]}");
        assertThat(hotspots.groups()).isEqualTo(100);
    }

    @Test
    void groupRankRanksTheRowsOfATimeAndGivesEqualsOneRank() {
        TableFunction.Running rank = open("GROUP_RANK", "y", "place", "desc", "asc", 0, 3);

        put(rank, 5, "a", 0, 1);
        put(rank, 5, "b", 0, 9);
        put(rank, 5, "c", 0, 9);
        put(rank, 5, "d", 0, 4);
        assertThat(rank.due()).isEqualTo(6);
        rank.bound(6);

        assertThat(out.take())
                .containsExactly("5 [5, b, 0.0, 9, 1]", "5 [5, c, 0.0, 9, 1]", "5 [5, d, 0.0, 4, 3]", "bound 6");
    }

    @Test
    void groupRankMayGiveTheLastFirst() {
        TableFunction.Running rank = open("GROUP_RANK", "k", "place", "asc", "desc", 0, 0);

        put(rank, 5, "a", 0, 1);
        put(rank, 5, "b", 0, 1);
        put(rank, 7, "c", 0, 1);

        assertThat(out.take()).containsExactly("5 [5, b, 0.0, 1, 2]", "5 [5, a, 0.0, 1, 1]");
        assertThat(rank.groups()).isEqualTo(1);
    }

    @Test
    void columnsThatComeOutAreKnown() {
        assertThat(function("GROUP_RANK", "k", "place", "asc", "desc", 0, 0).columns())
                .extracting(StreamColumn::name)
                .containsExactly("k", "x", "y", "place");
        assertThat(function("HOTSPOTS", 100, 1, 5).columns())
                .extracting(StreamColumn::name)
                .containsExactly("k", "x", "y", "HOTSPOTS_RESULT");
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThatThrownBy(() -> function("TOP_K_ITEMS_TUMBLING", "K", 2, 10)).hasMessageContaining("no column 'K'");
        assertThatThrownBy(() -> function("TOP_K_ITEMS_TUMBLING", "k", 0, 10)).hasMessageContaining("from 1 to 100000");
        assertThatThrownBy(() -> function("RANDOM_CUT_FOREST", 1, 256, 100))
                .hasMessageContaining("less than timeDecay");
        assertThatThrownBy(() -> function("GROUP_RANK", "x", "r", "asc", "asc", 0, 0))
                .hasMessageContaining("must be INTEGER");
        assertThatThrownBy(() -> function("HOTSPOTS", 100, 0, 5)).hasMessageContaining("greater than 0");
        assertThatThrownBy(() -> function("NOPE")).hasMessageContaining("is no table function");
    }
}
