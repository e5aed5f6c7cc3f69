package dev.penstock.analytics.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.Recorder;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.window.Frame;
import dev.penstock.analytics.window.Watermark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WindowJoinTest {
    private static final Frame CURRENT = new Frame(true, 0);
    private static final long END = 100_000;
    private final Recorder out = new Recorder();

    private WindowJoin join(Frame left, boolean keepsLeft, Frame right, boolean keepsRight) {
        return join(left, keepsLeft, right, keepsRight, Pairs.keyed(), out);
    }

    private WindowJoin join(
            Frame left, boolean keepsLeft, Frame right, boolean keepsRight, JoinCondition condition, Operator down) {
        WindowJoin.Spec spec = new WindowJoin.Spec(
                new WindowJoin.SideSpec(left, keepsLeft), new WindowJoin.SideSpec(right, keepsRight), condition, 1_000);
        return new WindowJoin(spec, down, out, Pairs.CONTEXT);
    }

    static Stream<Shape> shapes() {
        List<Frame> frames = List.of(CURRENT, new Frame(true, 3), new Frame(false, 0), new Frame(false, 40));
        List<Shape> shapes = new ArrayList<>();
        for (Frame left : frames) {
            for (Frame right : frames) {
                for (int outer = 0; outer < 4; outer++) {
                    shapes.add(new Shape(left, (outer & 1) != 0, right, (outer & 2) != 0));
                }
            }
        }
        return shapes.stream();
    }

    /** Whatever the windows and the kind of join, random rows give what a look at all of them gives. */
    @ParameterizedTest
    @MethodSource("shapes")
    void givesWhatALookAtAllRowsGives(Shape shape) {
        Random random = new Random(11);
        JoinCondition condition = random.nextBoolean() ? Pairs.keyed() : Pairs.compared();
        WindowJoin join = join(shape.left, shape.keepsLeft, shape.right, shape.keepsRight, condition, out);
        List<Arrived> rows = new ArrayList<>();
        long time = 0;
        for (int i = 0; i < 300; i++) {
            time += random.nextInt(3) == 0 ? 0 : random.nextInt(15);
            String key = random.nextInt(6) == 0 ? null : "k" + random.nextInt(3);
            Arrived row = new Arrived(random.nextBoolean(), time, new Object[] {key, random.nextInt(10)});
            rows.add(row);
            (row.isLeft ? join.left() : join.right()).row(time, row.values);
        }
        join.left().bound(END);
        join.right().bound(END);

        List<String> actual = new ArrayList<>(out.events());
        assertThat(actual.remove(actual.size() - 1)).isEqualTo("bound " + END);
        assertThat(actual).containsExactlyInAnyOrderElementsOf(expected(rows, shape));
        assertThat(actual.stream().map(event -> Long.parseLong(event.substring(0, event.indexOf(' ')))))
                .isSorted();
    }

    private static List<String> expected(List<Arrived> rows, Shape shape) {
        List<String> expected = new ArrayList<>();
        boolean[] hasMatched = new boolean[rows.size()];
        boolean[] matchedAtOnce = new boolean[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            Arrived now = rows.get(i);
            for (int j = 0; j < i; j++) {
                Arrived other = rows.get(j);
                if (other.isLeft == now.isLeft
                        || !isHeld(rows, j, i, shape)
                        || !Pairs.belong(now.values, other.values)) {
                    continue;
                }
                Arrived left = now.isLeft ? now : other;
                Arrived right = now.isLeft ? other : now;
                expected.add(event(now.time, left.values, right.values));
                hasMatched[i] = true;
                matchedAtOnce[i] = true;
                hasMatched[j] = true;
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            Arrived row = rows.get(i);
            Frame frame = shape.frame(row);
            boolean isAtOnce = frame.equals(CURRENT);
            long left = isAtOnce ? row.time : leaves(rows, i, frame);
            boolean isAlone = isAtOnce ? !matchedAtOnce[i] : !hasMatched[i];
            if (shape.keeps(row) && isAlone && left < END) {
                expected.add(event(left, row.isLeft ? row.values : null, row.isLeft ? null : row.values));
            }
        }
        return expected;
    }

    private static boolean isHeld(List<Arrived> rows, int j, int now, Shape shape) {
        Arrived row = rows.get(j);
        Frame frame = shape.frame(row);
        if (!frame.isRows()) {
            return row.time + frame.size() >= rows.get(now).time;
        }
        return rows.subList(j + 1, now).stream()
                        .filter(later -> later.isLeft == row.isLeft)
                        .count()
                <= frame.size();
    }

    private static long leaves(List<Arrived> rows, int i, Frame frame) {
        if (!frame.isRows()) {
            return rows.get(i).time + frame.size();
        }
        return rows.subList(i + 1, rows.size()).stream()
                .filter(later -> later.isLeft == rows.get(i).isLeft)
                .skip(frame.size())
                .mapToLong(Arrived::time)
                .findFirst()
                .orElse(END);
    }

    private static String event(long time, @Nullable Object @Nullable [] left, @Nullable Object @Nullable [] right) {
        List<@Nullable Object> values = new ArrayList<>(Arrays.asList(left == null ? new Object[2] : left));
        values.addAll(Arrays.asList(right == null ? new Object[2] : right));
        values.add(time);
        return time + " " + values;
    }

    private record Arrived(
            boolean isLeft,
            long time,

            @SuppressWarnings("ArrayRecordComponent") @Nullable
            Object[] values) {} // never compared

    private record Shape(Frame left, boolean keepsLeft, Frame right, boolean keepsRight) {
        Frame frame(Arrived row) {
            return row.isLeft ? left : right;
        }

        boolean keeps(Arrived row) {
            return row.isLeft ? keepsLeft : keepsRight;
        }
    }

    @Test
    void boundAfterTheEndOfTheWindowGivesTheRowWithoutPartner() {
        WindowJoin join = join(new Frame(false, 10), true, CURRENT, false);
        join.left().row(5, new Object[] {"a", 1});

        join.left().bound(15);
        join.right().bound(15);
        assertThat(join.due()).isEqualTo(16);
        assertThat(out.take()).containsExactly("bound 15");
        join.left().bound(16);

        assertThat(out.take()).containsExactly("15 [a, 1, null, null, 15]");
        assertThat(join.due()).isEqualTo(Watermark.NEVER);
    }

    @Test
    void boundOfOneSideEndsTheWindowsOfBothAndGoesNoFurtherThanTheOther() {
        WindowJoin join = join(new Frame(false, 10), true, new Frame(false, 10), true);
        join.left().row(0, new Object[] {"a", 1});
        join.right().row(3, new Object[] {"b", 1});

        join.left().bound(10);
        assertThat(out.take()).isEmpty();
        assertThat(join.groups()).isEqualTo(2);
        join.left().bound(14);
        assertThat(out.take()).containsExactly("10 [a, 1, null, null, 10]", "13 [null, null, b, 1, 13]");
        join.right().bound(12);

        assertThat(out.take()).containsExactly("bound 12");
        assertThat(join.groups()).isZero();
    }

    @Test
    void boundLetsARowMeetWhatComesAtItsOwnTime() {
        WindowJoin join = join(new Frame(false, 10), true, CURRENT, false);
        join.left().row(0, new Object[] {"a", 1});

        join.left().bound(10);
        join.right().bound(10);
        join.right().row(10, new Object[] {"a", 3});

        assertThat(out.take()).containsExactly("bound 10", "10 [a, 1, a, 3, 10]");
    }

    @Test
    void boundGoesOnWhenBothSidesHaveIt() {
        WindowJoin join = join(CURRENT, false, CURRENT, false);

        join.left().bound(10);
        join.right().bound(7);
        join.right().bound(12);

        assertThat(out.take()).containsExactly("bound 7", "bound 10");
    }

    @Test
    void failingConditionLeavesTheJoinAsItWas() {
        WindowJoin join = join(new Frame(false, 10), true, new Frame(false, 10), true);
        join.left().row(0, new Object[] {"a", 1});
        join.left().row(0, new Object[] {"a", -1});

        assertThatThrownBy(() -> join.right().row(5, new Object[] {"a", 1})).hasMessage("the condition fails");
        assertThat(join.groups()).isEqualTo(2);
        join.left().bound(100);

        assertThat(out.take()).containsExactly("10 [a, 1, null, null, 10]", "10 [a, -1, null, null, 10]");
    }

    @Test
    void pairThatFailsLaterDoesNotTakeTheOthersWithIt() {
        Operator picky = new Operator() {
            @Override
            public void row(long rowTime, @Nullable Object[] values) {
                if (Objects.equals(values[1], 3)) {
                    throw RowFailure.evaluation("no threes");
                }
                out.row(rowTime, values);
            }

            @Override
            public void bound(long time) {}
        };
        WindowJoin join = join(new Frame(false, 10), false, CURRENT, false, Pairs.keyed(), picky);
        List.of(1, 3, 5).forEach(number -> join.left().row(0, new Object[] {"a", number}));

        join.right().row(1, new Object[] {"a", 1});

        assertThat(out.take()).containsExactly("1 [a, 1, a, 1, 1]", "failed 1: no threes", "1 [a, 5, a, 1, 1]");
    }

    @Test
    void rowsBeyondTheLimitFail() {
        WindowJoin.Spec spec = new WindowJoin.Spec(
                new WindowJoin.SideSpec(new Frame(false, 10), false),
                new WindowJoin.SideSpec(CURRENT, false),
                Pairs.keyed(),
                2);
        WindowJoin join = new WindowJoin(spec, out, out, Pairs.CONTEXT);
        join.left().row(0, new Object[] {"a", 1});
        join.left().row(0, new Object[] {"a", 2});

        assertThatThrownBy(() -> join.left().row(10, new Object[] {"a", 3}))
                .isInstanceOf(RowFailure.class)
                .hasMessageContaining("already holds 2 rows");
        join.left().row(11, new Object[] {"a", 4});

        assertThat(join.groups()).isEqualTo(1);
    }

    @Test
    void eachSideHasTheLimitForItself() {
        WindowJoin.Spec spec = new WindowJoin.Spec(
                new WindowJoin.SideSpec(new Frame(false, 10), true),
                new WindowJoin.SideSpec(new Frame(true, 1), false),
                Pairs.keyed(),
                2);
        WindowJoin join = new WindowJoin(spec, out, out, Pairs.CONTEXT);
        List.of(1, 3).forEach(number -> join.left().row(0, new Object[] {"a", number}));

        List.of(3, 4, 5).forEach(number -> join.right().row(0, new Object[] {"b", number}));
        assertThat(join.groups()).isEqualTo(4);
        assertThatThrownBy(() -> join.left().row(0, new Object[] {"b", 6}))
                .hasMessageContaining("already holds 2 rows");
        join.right().row(0, new Object[] {"a", 7});

        assertThat(out.take()).containsExactly("0 [a, 1, a, 7, 0]", "0 [a, 3, a, 7, 0]");
    }
}
