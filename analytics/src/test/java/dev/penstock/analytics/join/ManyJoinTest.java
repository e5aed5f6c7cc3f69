package dev.penstock.analytics.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.RowProgram;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.window.Frame;
import dev.penstock.analytics.window.Watermark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.calcite.DataContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ManyJoinTest {
    private static final long[] WINDOWS = {30, 50, 20};
    private final List<String> events = new ArrayList<>();

    /** A row comes with the last of its parts, whichever that is, when the others are in their windows. */
    @Test
    void randomRowsGiveWhatALookAtAllOfThemGives() {
        ManyJoin join = join(false, 10_000);
        Random random = new Random(7);
        List<List<Long>> times = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<String> expected = new ArrayList<>();
        long time = 0;
        for (int i = 0; i < 400; i++) {
            time += random.nextInt(12);
            int stream = random.nextInt(3);
            expect(times, stream, time, expected);
            times.get(stream).add(time);
            join.input(stream).row(time, new Object[] {1, time});
        }

        assertThat(events).hasSizeGreaterThan(400);
        assertThat(events).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static void expect(List<List<Long>> times, int stream, long now, List<String> expected) {
        for (long a : stream == 0 ? List.of(now) : times.get(0)) {
            for (long b : stream == 1 ? List.of(now) : times.get(1)) {
                for (long c : stream == 2 ? List.of(now) : times.get(2)) {
                    if (now - a <= WINDOWS[0] && now - b <= WINDOWS[1] && now - c <= WINDOWS[2]) {
                        expected.add("%d [1, %d, 1, %d, 1, %d, %d]".formatted(now, a, b, c, now));
                    }
                }
            }
        }
    }

    @Test
    void nothingIsHeldAfterTheWindows() {
        ManyJoin join = join(true, 100);
        join.input(0).row(1, new Object[] {1, 1});
        join.input(1).row(2, new Object[] {1, 2});
        join.input(2).row(3, new Object[] {2, 3});
        assertThat(join.groups()).isEqualTo(4);
        assertThat(join.due()).isEqualTo(32);

        bound(join, 100);

        assertThat(join.groups()).isZero();
        assertThat(join.due()).isEqualTo(Watermark.NEVER);
        assertThat(events).containsExactly("31 [1, 1, 1, 2, null, null, 31]", "bound 100");
    }

    @Test
    void rowBeyondTheLimitFailsAndChangesNothing() {
        ManyJoin join = join(false, 3);
        join.input(0).row(1, new Object[] {1, 1});
        join.input(1).row(2, new Object[] {1, 2});

        assertThatThrownBy(() -> join.input(2).row(3, new Object[] {2, 3}))
                .isInstanceOf(RowFailure.class)
                .hasMessage("the windows of the join already hold 3 rows, the most they may");
        bound(join, 100);

        assertThat(join.groups()).isZero();
        assertThat(events).containsExactly("bound 100");
    }

    private static void bound(ManyJoin join, long time) {
        for (int i = 0; i < 3; i++) {
            join.input(i).bound(time);
        }
    }

    private ManyJoin join(boolean keepsLeft, int most) {
        ManyJoin.Node first = new ManyJoin.Pair(source(0), false, source(1), false, condition(2));
        ManyJoin.Node all = new ManyJoin.Pair(first, keepsLeft, source(2), false, condition(4));
        return new ManyJoin(
                new ManyJoin.Spec(all, most),
                name -> List.of(),
                new Log(),
                (time, values, cause) -> {
                    throw new AssertionError(cause);
                },
                Pairs.CONTEXT);
    }

    private static ManyJoin.Source source(int stream) {
        return new ManyJoin.Source(new Frame(false, WINDOWS[stream]));
    }

    private static JoinCondition condition(int leftWidth) {
        return new JoinCondition(new int[] {0}, new int[] {0}, new Anything(), leftWidth, 2);
    }

    private static final class Anything implements RowProgram {
        @Override
        public boolean accepts(DataContext context, @Nullable Object[] row) {
            return true;
        }

        @Override
        public void project(DataContext context, @Nullable Object[] row, @Nullable Object[] result) {
            throw new AssertionError("a condition has no columns");
        }
    }

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
