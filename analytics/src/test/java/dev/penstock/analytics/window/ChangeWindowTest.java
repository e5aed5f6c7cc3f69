package dev.penstock.analytics.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.analytics.operator.Recorder;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.TypeKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows are a number that never goes back and a key. */
class ChangeWindowTest {
    private final Recorder out = new Recorder();
    private final ChangeWindow window = new ChangeWindow(
            new ChangeWindow.Spec(
                    new int[] {0},
                    new int[] {0, 1},
                    List.of(new Aggregate(Aggregate.Function.COUNT, -1, ColumnType.of(TypeKind.BIGINT))),
                    9),
            out,
            out);

    @Test
    void changeOfTheValueCompletesAllGroups() {
        window.row(1, new Object[] {1, "a"});
        window.row(2, new Object[] {1, "b"});
        window.row(5, new Object[] {1, "a"});
        window.row(9, new Object[] {2, "a"});

        assertThat(out.take()).containsExactly("5 [1, a, 2]", "5 [1, b, 1]");
        assertThat(window.groups()).isEqualTo(1);
    }

    @Test
    void timeAloneCompletesNothing() {
        window.row(1, new Object[] {1, "a"});

        window.bound(1_000_000);

        assertThat(out.take()).containsExactly("bound 1000000");
        assertThat(window.due()).isEqualTo(Watermark.NEVER);
    }

    @Test
    void resultIsNotEarlierThanTheTimeThatIsKnownToHavePassed() {
        window.row(1, new Object[] {1, "a"});
        window.bound(50);

        window.row(60, new Object[] {2, "a"});

        assertThat(out.take()).containsExactly("bound 50", "50 [1, a, 1]");
    }

    @Test
    void nullIsAValueLikeAnother() {
        window.row(1, new Object[] {null, "a"});
        window.row(2, new Object[] {null, "a"});
        window.row(3, new Object[] {0, "a"});

        assertThat(out.take()).containsExactly("2 [null, a, 2]");
    }
}
