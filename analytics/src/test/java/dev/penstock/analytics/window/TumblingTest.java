package dev.penstock.analytics.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.type.TypeKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TumblingTest {
    private final List<String> events = new ArrayList<>();

    @Test
    void boundAtTheEndClosesTheWindowAndGoesOn() {
        Tumbling window = window(10, count(), sum(TypeKind.INTEGER));

        window.row(3, new Object[] {"a", 1});
        window.row(9, new Object[] {"b", 2});
        window.row(9, new Object[] {"a", 3});
        window.bound(9);
        window.bound(10);

        assertThat(events).containsExactly("bound 9", "10 [a, 2, 4]", "10 [b, 1, 2]", "bound 10");
        assertThat(window.due()).isEqualTo(Watermark.NEVER);
    }

    @Test
    void rowOfALaterWindowClosesTheOneBefore() {
        Tumbling window = window(10, count());

        window.row(-1, new Object[] {"a"});
        window.row(10, new Object[] {"b"});

        assertThat(events).containsExactly("0 [a, 1]");
        assertThat(window.due()).isEqualTo(20);
    }

    @Test
    void groupsBeyondTheLimitFailAndTheOthersGoOn() {
        Tumbling window = new Tumbling(spec(10, 2, count()), new Log(), (time, values, cause) -> {
            throw new AssertionError(cause);
        });
        window.row(1, new Object[] {"a"});
        window.row(1, new Object[] {"b"});

        assertThatThrownBy(() -> window.row(1, new Object[] {"c"}))
                .isInstanceOf(RowFailure.class)
                .hasMessage("the window already holds 2 groups, the most it may");
        window.row(2, new Object[] {"a"});
        window.bound(10);

        assertThat(events).containsExactly("10 [a, 2]", "10 [b, 1]", "bound 10");
    }

    @Test
    void keysAreEqualAsSqlSeesThem() {
        Tumbling window = window(10, count());

        window.row(1, new Object[] {new BigDecimal("1.0")});
        window.row(1, new Object[] {new BigDecimal("1.00")});
        window.row(1, new Object[] {0.0});
        window.row(1, new Object[] {-0.0});
        window.row(1, new @Nullable Object[] {null});
        window.row(1, new @Nullable Object[] {null});
        window.bound(10);

        assertThat(events).containsExactly("10 [1.0, 2]", "10 [0.0, 2]", "10 [null, 2]", "bound 10");
    }

    @Test
    void nullsAreLeftOutOfAggregatesButCounted() {
        Tumbling window = window(
                10,
                count(),
                new Aggregate(Aggregate.Function.COUNT, 1, ColumnType.of(TypeKind.BIGINT)),
                sum(TypeKind.DOUBLE),
                of(Aggregate.Function.AVG, TypeKind.REAL),
                of(Aggregate.Function.MAX, TypeKind.INTEGER),
                of(Aggregate.Function.VAR_SAMP, TypeKind.DOUBLE));

        window.row(1, new @Nullable Object[] {"a", null});
        window.bound(10);

        assertThat(events).containsExactly("10 [a, 1, 0, null, null, null, null]", "bound 10");
    }

    @Test
    void sumOfLargeNumbersIsExact() {
        Tumbling window = window(10, sum(TypeKind.BIGINT), of(Aggregate.Function.AVG, TypeKind.BIGINT));

        window.row(1, new Object[] {"a", Long.MAX_VALUE});
        window.row(1, new Object[] {"a", Long.MAX_VALUE});
        window.row(1, new Object[] {"a", -Long.MAX_VALUE});
        window.bound(10);

        assertThat(events).containsExactly("10 [a, 9223372036854775807, 3074457345618258602]", "bound 10");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-29T23:59:59.999Z, false, 2024-03-01T00:00:00Z",
        "2024-03-01T00:00:00Z, false, 2024-04-01T00:00:00Z",
        "2024-12-31T12:00:00Z, true, 2025-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z, true, 1970-01-01T00:00:00Z"
    })
    void calendarWindowsEndWithTheirMonthOrYear(Instant time, boolean isYear, Instant end) {
        assertThat(new Span.Calendar(isYear).end(time.toEpochMilli())).isEqualTo(end.toEpochMilli());
    }

    private Tumbling window(long millis, Aggregate... aggregates) {
        return new Tumbling(spec(millis, 100, aggregates), new Log(), (time, values, cause) -> {
            throw new AssertionError(cause);
        });
    }

    private static Tumbling.Spec spec(long millis, int maxGroups, Aggregate... aggregates) {
        return new Tumbling.Spec(new Span.Fixed(millis), new int[] {0}, List.of(aggregates), maxGroups);
    }

    private static Aggregate count() {
        return new Aggregate(Aggregate.Function.COUNT, -1, ColumnType.of(TypeKind.BIGINT));
    }

    private static Aggregate sum(TypeKind kind) {
        return of(Aggregate.Function.SUM, kind);
    }

    private static Aggregate of(Aggregate.Function function, TypeKind kind) {
        return new Aggregate(function, 1, ColumnType.of(kind));
    }

    /** Notes what comes out. */
    private final class Log implements Operator {
        @Override
        public void row(long rowTime, @Nullable Object[] values) {
            events.add(rowTime + " " + Arrays.toString(values));
        }

        @Override
        public void bound(long time) {
            events.add("bound " + time);
        }
    }
}
