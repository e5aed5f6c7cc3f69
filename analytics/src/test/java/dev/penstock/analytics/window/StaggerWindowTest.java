package dev.penstock.analytics.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.analytics.operator.Recorder;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.type.TypeKind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows are a key, the time column that the window fills in, and a number. */
class StaggerWindowTest {
    private final Recorder out = new Recorder();

    private StaggerWindow window(int maxGroups) {
        List<Aggregate> aggregates = List.of(
                new Aggregate(Aggregate.Function.COUNT, -1, ColumnType.of(TypeKind.BIGINT)),
                new Aggregate(Aggregate.Function.SUM, 2, ColumnType.of(TypeKind.INTEGER)));
        return new StaggerWindow(new StaggerWindow.Spec(10, new int[] {0, 1}, 1, aggregates, maxGroups), out, out);
    }

    private static @Nullable Object[] row(long time, @Nullable String key, int number) {
        return new Object[] {key, time, number};
    }

    @Test
    void eachKeyHasAWindowOfItsOwnFromItsFirstRowOn() {
        StaggerWindow window = window(9);

        window.row(3, row(3, "a", 1));
        window.row(7, row(7, "b", 10));
        window.row(12, row(12, "a", 2));
        assertThat(window.due()).isEqualTo(13);
        window.bound(13);
        window.bound(17);

        assertThat(out.take()).containsExactly("13 [a, 13, 2, 3]", "bound 13", "17 [b, 17, 1, 10]", "bound 17");
        assertThat(window.due()).isEqualTo(Watermark.NEVER);
        assertThat(window.groups()).isZero();
    }

    @Test
    void rowAtTheEndOpensTheNextWindow() {
        StaggerWindow window = window(9);

        window.row(0, row(0, "a", 1));
        window.row(10, row(10, "a", 2));
        window.bound(20);

        assertThat(out.take()).containsExactly("10 [a, 10, 1, 1]", "20 [a, 20, 1, 2]", "bound 20");
    }

    @Test
    void nullKeysAreOneGroup() {
        StaggerWindow window = window(9);

        window.row(0, row(0, null, 1));
        window.row(1, row(1, null, 2));
        window.bound(10);

        assertThat(out.take()).containsExactly("10 [null, 10, 2, 3]", "bound 10");
    }

    @Test
    void groupsBeyondTheLimitFailAndTheOthersGoOn() {
        StaggerWindow window = window(1);
        window.row(0, row(0, "a", 1));

        assertThatThrownBy(() -> window.row(1, row(1, "b", 1))).isInstanceOf(RowFailure.class);
        window.row(2, row(2, "a", 1));
        window.row(10, row(10, "b", 1));
        window.bound(20);

        assertThat(out.take()).containsExactly("10 [a, 10, 2, 2]", "20 [b, 20, 1, 1]", "bound 20");
    }
}
