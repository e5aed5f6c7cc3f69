package dev.penstock.analytics.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.type.RowFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SetChangeTest {
    private final List<String> events = new ArrayList<>();

    @Test
    void rowsComeWhenAllInputsHaveALaterValue() {
        SetChange change = change(10);
        change.input(0).row(1, new Object[] {1, "a"});
        change.input(1).row(2, new Object[] {1, "a"});
        change.input(0).row(3, new Object[] {2, "b"});

        assertThat(events).isEmpty();
        change.input(1).row(4, new Object[] {3, "c"});

        assertThat(events).containsExactly("2 [1, a]");
        assertThat(change.groups()).isEqualTo(2);
        assertThat(change.due()).isEqualTo(Watermark.NEVER);
    }

    @Test
    void resultsAreNotBeforeTheTimeThatHasPassed() {
        SetChange change = change(10);
        change.input(0).row(1, new Object[] {1, "a"});
        change.input(0).bound(7);
        change.input(1).bound(7);

        change.input(0).row(8, new Object[] {2, "a"});
        change.input(1).row(9, new Object[] {2, "a"});

        assertThat(events).containsExactly("bound 7", "7 [1, a]");
    }

    @Test
    void nullComesBeforeAllValues() {
        SetChange change = change(10);
        change.input(0).row(1, new @Nullable Object[] {null, "a"});
        change.input(1).row(1, new @Nullable Object[] {null, "a"});

        change.input(0).row(2, new Object[] {1, "a"});
        change.input(1).row(3, new Object[] {1, "a"});

        assertThat(events).containsExactly("1 [null, a]");
    }

    @Test
    void inputThatStaysBehindHoldsUpNoMoreThanTheLimit() {
        SetChange change = change(2);
        change.input(0).row(1, new Object[] {1, "a"});
        change.input(0).row(2, new Object[] {2, "a"});

        assertThatThrownBy(() -> change.input(0).row(3, new Object[] {3, "a"}))
                .isInstanceOf(RowFailure.class)
                .hasMessage("the set operation already holds 2 different rows, the most it may");

        assertThat(change.groups()).isEqualTo(2);
    }

    private SetChange change(int most) {
        SetTree union = new SetTree.Combined(SetTree.Kind.UNION, false, new SetTree.Input(0), new SetTree.Input(1));
        return new SetChange(new SetChange.Spec(union, 0, 2, 2, most), new Log(), (time, values, cause) -> {
            throw new AssertionError(cause);
        });
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
