package dev.penstock.analytics.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.analytics.operator.Recorder;
import dev.penstock.analytics.type.RowFailure;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows are a leading value and the one to sort by. */
class SortedBatchTest {
    private final Recorder out = new Recorder();

    private SortedBatch sorted(@Nullable Span span) {
        Comparator<@Nullable Object[]> order = Comparator.comparing(row -> (Integer) row[1]);
        return new SortedBatch(new SortedBatch.Spec(0, span, order, 3), out, out);
    }

    @Test
    void batchComesOutSortedWhenItsTimeIsOver() {
        SortedBatch sorted = sorted(new Span.Fixed(10));

        sorted.row(1, new Object[] {0L, 3});
        sorted.row(4, new Object[] {0L, 1});
        sorted.row(8, new Object[] {0L, 2});
        assertThat(sorted.due()).isEqualTo(10);
        sorted.bound(9);
        sorted.bound(10);

        assertThat(out.take()).containsExactly("bound 9", "9 [0, 1]", "9 [0, 2]", "9 [0, 3]", "bound 10");
        assertThat(sorted.due()).isEqualTo(Watermark.NEVER);
    }

    @Test
    void rowOfALaterTimeReleasesTheBatchBefore() {
        SortedBatch sorted = sorted(new Span.Fixed(10));

        sorted.row(1, new Object[] {0L, 2});
        sorted.row(2, new Object[] {0L, 1});
        sorted.row(10, new Object[] {10L, 0});

        assertThat(out.take()).containsExactly("2 [0, 1]", "2 [0, 2]");
        assertThat(sorted.groups()).isEqualTo(1);
    }

    @Test
    void changeOfALeadingValueThatIsNoTimeReleasesTheBatch() {
        SortedBatch sorted = sorted(null);

        sorted.row(1, new Object[] {null, 2});
        sorted.row(1, new Object[] {null, 1});
        sorted.row(1, new Object[] {"a", 0});
        sorted.bound(1_000);

        assertThat(out.take()).containsExactly("1 [null, 1]", "1 [null, 2]", "bound 1000");
        assertThat(sorted.due()).isEqualTo(Watermark.NEVER);
    }

    @Test
    void equalRowsStayInTheirOrder() {
        SortedBatch sorted = sorted(new Span.Fixed(10));

        sorted.row(1, new Object[] {0L, 1, "first"});
        sorted.row(1, new Object[] {0L, 1, "second"});
        sorted.row(1, new Object[] {0L, 0, "third"});
        sorted.bound(10);

        assertThat(out.take()).containsExactly("1 [0, 0, third]", "1 [0, 1, first]", "1 [0, 1, second]", "bound 10");
    }

    @Test
    void rowsBeyondTheLimitFailAndTheBatchGoesOn() {
        SortedBatch sorted = sorted(new Span.Fixed(10));
        sorted.row(1, new Object[] {0L, 3});
        sorted.row(1, new Object[] {0L, 2});
        sorted.row(1, new Object[] {0L, 1});

        assertThatThrownBy(() -> sorted.row(1, new Object[] {0L, 0}))
                .isInstanceOf(RowFailure.class)
                .hasMessageContaining("already holds 3 rows");
        sorted.bound(10);

        assertThat(out.take()).containsExactly("1 [0, 1]", "1 [0, 2]", "1 [0, 3]", "bound 10");
    }
}
