package dev.penstock.analytics.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.Recorder;
import dev.penstock.analytics.type.RowFailure;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LookupJoinTest {
    private static final List<@Nullable Object[]> TABLE =
            List.of(row("a", 1), row("a", 2), row("a", 3), row(null, 1), row("b", -1), row("c", 2));
    private final Recorder out = new Recorder();

    private static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    private LookupJoin join(boolean tableIsLeft, boolean isOuter, Operator down) {
        return new LookupJoin(
                new LookupJoin.Spec("T", tableIsLeft, isOuter, LookupJoin.Matches.ALL, Pairs.keyed()),
                TABLE,
                Pairs.CONTEXT,
                down,
                out);
    }

    @Test
    void rowMeetsAllRowsOfTheTableThatBelongToIt() {
        join(false, false, out).row(5, row("a", 5));

        assertThat(out.take()).containsExactly("5 [a, 5, a, 1, 5]", "5 [a, 5, a, 3, 5]");
    }

    @Test
    void tableMayStandOnTheLeft() {
        join(true, false, out).row(5, row("c", 4));

        assertThat(out.take()).containsExactly("5 [c, 2, c, 4, 5]");
    }

    @Test
    void innerJoinDropsRowsWithoutPartner() {
        LookupJoin join = join(false, false, out);

        join.row(5, row("x", 1));
        join.row(5, row("c", 1));
        join.row(5, row(null, 1));

        assertThat(out.take()).isEmpty();
    }

    @Test
    void outerJoinKeepsRowsWithoutPartnerOnEitherSide() {
        join(false, true, out).row(5, row("x", 1));
        join(false, true, out).row(6, row(null, 1));
        join(true, true, out).row(7, row("c", 1));

        assertThat(out.take())
                .containsExactly("5 [x, 1, null, null, 5]", "6 [null, 1, null, null, 6]", "7 [null, null, c, 1, 7]");
    }

    @Test
    void boundGoesThrough() {
        join(false, true, out).bound(9);

        assertThat(out.take()).containsExactly("bound 9");
    }

    @Test
    void failingConditionFailsTheRow() {
        LookupJoin join = join(false, true, out);

        assertThatThrownBy(() -> join.row(5, row("b", 1))).isInstanceOf(RowFailure.class);

        assertThat(out.take()).isEmpty();
    }

    @Test
    void pairThatFailsLaterDoesNotTakeTheOthersWithIt() {
        Operator picky = new Operator() {
            @Override
            public void row(long rowTime, @Nullable Object[] values) {
                if (Arrays.asList(values).contains(1)) {
                    throw RowFailure.evaluation("no ones");
                }
                out.row(rowTime, values);
            }

            @Override
            public void bound(long time) {}
        };

        join(false, false, picky).row(5, row("a", 5));

        assertThat(out.take()).containsExactly("failed 5: no ones", "5 [a, 5, a, 3, 5]");
    }
}
