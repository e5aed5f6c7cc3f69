package dev.penstock.analytics.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.type.TypeKind;
import dev.penstock.analytics.window.SlidingFunction.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlidingWindowTest {
    private static final int[] SINGLE = {};
    private static final int KEY = 0;
    private static final int VALUE = 1;
    private static final int FALLBACK = 2;

    private final List<@Nullable Object[]> out = new ArrayList<>();
    private final Operator sink = new Operator() {
        @Override
        public void row(long rowTime, @Nullable Object[] values) {
            out.add(values);
        }

        @Override
        public void bound(long time) {}
    };

    private static SlidingFunction function(Kind kind, boolean ignoreNulls) {
        TypeKind type = kind.name().startsWith("VAR") || kind.name().startsWith("STD") || kind == Kind.EXP_AVG
                ? TypeKind.DOUBLE
                : TypeKind.BIGINT;
        return new SlidingFunction(
                kind, VALUE, ColumnType.of(type), ignoreNulls, 2, kind == Kind.LAG ? FALLBACK : -1, 40);
    }

    @Test
    void fullWindowOfRowsGoesOnInThePartitionsThatItHas() {
        SlidingWindow window = bounded(new Frame(true, 1), 4);
        for (String key : List.of("a", "a", "b", "b", "a")) {
            window.row(0, new Object[] {key, 1L, -1L});
        }

        assertThatThrownBy(() -> window.row(0, new Object[] {"c", 1L, -1L}))
                .isInstanceOf(RowFailure.class)
                .hasMessage("the sliding window already holds 4 rows, the most it may");
        assertThat(out).hasSize(5);
        assertThat(window.groups()).isEqualTo(4);
    }

    @Test
    void unboundedWindowHoldsNoRowsButIsFullOfPartitions() {
        SlidingWindow window = bounded(new Frame(true, Frame.UNBOUNDED), 2);
        for (String key : List.of("a", "b", "a", "b", "a")) {
            window.row(0, new Object[] {key, 1L, -1L});
        }

        assertThatThrownBy(() -> window.row(0, new Object[] {"c", 1L, -1L}))
                .hasMessage("the sliding window already holds 2 partitions, the most it may");
        assertThat(window.groups()).isEqualTo(2);
    }

    private SlidingWindow bounded(Frame frame, int maxRows) {
        List<SlidingFunction> functions = List.of(function(Kind.SUM, false));
        return new SlidingWindow(new SlidingWindow.Spec(new int[] {KEY}, frame, functions, maxRows), sink);
    }

    private SlidingWindow window(int[] keys, Frame frame, SlidingFunction... functions) {
        return new SlidingWindow(new SlidingWindow.Spec(keys, frame, List.of(functions), 1_000), sink);
    }

    /** Every function over random rows gives what a look at the whole window gives. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void givesWhatTheRowsOfTheFrameGive(Kind kind) {
        List<Frame> frames = List.of(
                new Frame(true, 0),
                new Frame(true, 3),
                new Frame(false, 0),
                new Frame(false, 50),
                new Frame(true, Frame.UNBOUNDED),
                new Frame(false, Frame.UNBOUNDED));
        for (Frame frame : frames) {
            for (boolean ignoreNulls : new boolean[] {false, true}) {
                compare(frame, function(kind, ignoreNulls), new Random(7));
            }
        }
    }

    private void compare(Frame frame, SlidingFunction function, Random random) {
        out.clear();
        SlidingWindow window = window(new int[] {KEY}, frame, function);
        List<Row> rows = new ArrayList<>();
        long time = 0;
        for (int i = 0; i < 400; i++) {
            time += random.nextInt(4) == 0 ? 0 : random.nextInt(20);
            Object value = random.nextInt(5) == 0 ? null : (long) random.nextInt(100) - 50;
            Row row = new Row(time, "k" + random.nextInt(3), value);
            rows.add(row);

            window.row(time, new Object[] {row.key, value, -1L});

            Object result = out.get(i)[3];
            Object expected = expected(held(rows, frame), function);
            if (expected instanceof Double number) {
                assertThat((Double) result)
                        .as("row %d of %s %s", i, function, frame)
                        .isCloseTo(number, org.assertj.core.data.Offset.offset(1e-6));
            } else {
                assertThat(result).as("row %d of %s %s", i, function, frame).isEqualTo(expected);
            }
        }
    }

    private static List<Row> held(List<Row> rows, Frame frame) {
        Row current = rows.get(rows.size() - 1);
        List<Row> partition =
                rows.stream().filter(row -> row.key.equals(current.key)).toList();
        if (frame.isUnbounded()) {
            return partition;
        }
        if (frame.isRows()) {
            return partition.subList(Math.max(0, partition.size() - 1 - (int) frame.size()), partition.size());
        }
        return partition.stream()
                .filter(row -> row.time >= current.time - frame.size())
                .toList();
    }

    private static @Nullable Object expected(List<Row> rows, SlidingFunction function) {
        List<@Nullable Object> all = new ArrayList<>();
        rows.forEach(row -> all.add(row.value));
        List<@Nullable Object> counted = new ArrayList<>(all);
        if (function.ignoreNulls()) {
            counted.removeIf(Objects::isNull);
        }
        long[] numbers = all.stream()
                .filter(Objects::nonNull)
                .mapToLong(value -> (Long) value)
                .toArray();
        double mean = Arrays.stream(numbers).average().orElse(0);
        double squares =
                Arrays.stream(numbers).mapToDouble(n -> (n - mean) * (n - mean)).sum();
        boolean isEmpty = numbers.length == 0;
        return switch (function.kind()) {
            case COUNT -> (long) numbers.length;
            case SUM -> isEmpty ? null : Arrays.stream(numbers).sum();
            case AVG -> isEmpty ? null : Arrays.stream(numbers).sum() / numbers.length;
            case MIN -> isEmpty ? null : Arrays.stream(numbers).min().getAsLong();
            case MAX -> isEmpty ? null : Arrays.stream(numbers).max().getAsLong();
            case VAR_POP -> isEmpty ? null : squares / numbers.length;
            case VAR_SAMP -> numbers.length < 2 ? null : squares / (numbers.length - 1);
            case STDDEV_POP -> isEmpty ? null : Math.sqrt(squares / numbers.length);
            case STDDEV_SAMP -> numbers.length < 2 ? null : Math.sqrt(squares / (numbers.length - 1));
            case FIRST_VALUE -> at(counted, 0, null);
            case LAST_VALUE -> at(counted, counted.size() - 1, null);
            case NTH_VALUE -> at(counted, function.offset() - 1, null);
            case NTH_VALUE_LAST -> at(counted, counted.size() - function.offset(), null);
            case LAG -> lag(rows, function);
            case EXP_AVG -> isEmpty ? null : exponential(rows, function.halfLifeMillis());
        };
    }

    private static @Nullable Object at(List<@Nullable Object> values, int index, @Nullable Object otherwise) {
        return index < 0 || index >= values.size() ? otherwise : values.get(index);
    }

    private static @Nullable Object lag(List<Row> rows, SlidingFunction function) {
        List<@Nullable Object> before = new ArrayList<>();
        rows.subList(0, rows.size() - 1).forEach(row -> before.add(row.value));
        if (function.ignoreNulls()) {
            before.removeIf(Objects::isNull);
        }
        return at(before, before.size() - function.offset(), -1L);
    }

    private static double exponential(List<Row> rows, long halfLife) {
        long now = rows.get(rows.size() - 1).time;
        double sum = 0;
        double weight = 0;
        for (Row row : rows) {
            if (row.value != null) {
                double part = Math.pow(2, -((double) (now - row.time)) / halfLife);
                sum += part * (Long) row.value;
                weight += part;
            }
        }
        return sum / weight;
    }

    private record Row(long time, String key, @Nullable Object value) {}

    @Test
    void functionsShareTheRowsOfOneWindow() {
        SlidingWindow window = window(SINGLE, new Frame(true, 1), function(Kind.SUM, true), function(Kind.COUNT, true));

        window.row(0, new Object[] {"a", 1L, null});
        window.row(0, new Object[] {"a", 2L, null});
        window.row(0, new Object[] {"a", 4L, null});

        assertThat(out.get(2)).containsExactly("a", 4L, null, 6L, 2L);
        assertThat(window.groups()).isEqualTo(2);
    }

    @Test
    void sumOfDoublesForgetsLargeNumbersThatLeft() {
        SlidingFunction sum = new SlidingFunction(Kind.SUM, VALUE, ColumnType.of(TypeKind.DOUBLE), true, 0, -1, 0);
        SlidingWindow window = window(SINGLE, new Frame(true, 1), sum);

        window.row(0, new Object[] {"a", 1e16});
        IntStream.range(0, 5_000).forEach(i -> window.row(i, new Object[] {"a", 0.1}));

        assertThat(out.get(out.size() - 1)[2]).isEqualTo(0.2);
    }

    @Test
    void timeAloneTakesRowsOut() {
        SlidingWindow window = window(new int[] {KEY}, new Frame(false, 10), function(Kind.SUM, true));
        window.row(0, new Object[] {"a", 1L, null});
        window.row(5, new Object[] {"b", 1L, null});

        window.bound(11);

        assertThat(window.groups()).isEqualTo(1);
    }

    @Test
    void rowsBeyondTheMostAWindowHoldsFailUntilOthersLeave() {
        SlidingWindow window = window(SINGLE, new Frame(false, 10), function(Kind.SUM, true));
        IntStream.range(0, 1_000).forEach(i -> window.row(0, new Object[] {"a", 1L, null}));

        assertThatThrownBy(() -> window.row(10, new Object[] {"a", 1L, null}))
                .isInstanceOf(RowFailure.class)
                .hasMessageContaining("1000 rows");
        window.row(11, new Object[] {"a", 7L, null});

        assertThat(out.get(1_000)[3]).isEqualTo(7L);
    }
}
