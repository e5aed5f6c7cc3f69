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

class SetWindowTest {
    private static final SetTree FIRST = new SetTree.Input(0);
    private static final SetTree SECOND = new SetTree.Input(1);
    private static final SetTree INTERSECT = new SetTree.Combined(SetTree.Kind.INTERSECT, false, FIRST, SECOND);
    private static final SetTree UNION = new SetTree.Combined(SetTree.Kind.UNION, false, FIRST, SECOND);

    private final List<String> events = new ArrayList<>();

    @Test
    void rowsComeWhenAllInputsHavePassedTheWindow() {
        SetWindow window = window(INTERSECT, false, 10);
        window.input(0).row(1, new Object[] {"a"});
        window.input(1).row(2, new Object[] {"a"});
        window.input(1).row(3, new Object[] {"b"});

        window.input(0).bound(10);
        assertThat(events).isEmpty();
        assertThat(window.due()).isEqualTo(10);
        window.input(1).bound(10);

        assertThat(events).containsExactly("10 [a]", "bound 10");
        assertThat(window.due()).isEqualTo(Watermark.NEVER);
        assertThat(window.groups()).isZero();
    }

    @Test
    void rowsOfTheNextWindowWaitForItsEnd() {
        SetWindow window = window(UNION, false, 10);
        window.input(0).row(9, new Object[] {"a"});
        window.input(0).row(10, new Object[] {"a"});

        window.input(0).bound(15);
        window.input(1).bound(15);

        assertThat(events).containsExactly("10 [a]", "bound 15");
        assertThat(window.due()).isEqualTo(20);
    }

    @Test
    void resultsOfWindowsAreOfTheWindowThatEndsAtTheirTime() {
        SetWindow window = window(INTERSECT, true, 10);
        window.input(0).row(9, new Object[] {"a"});
        window.input(1).row(10, new Object[] {"a"});

        window.input(0).bound(10);
        window.input(1).bound(10);

        assertThat(events).containsExactly("10 [a]", "bound 10");
    }

    @Test
    void nullIsEqualToNull() {
        SetWindow window = window(INTERSECT, false, 10);
        window.input(0).row(1, new @Nullable Object[] {null});
        window.input(1).row(2, new @Nullable Object[] {null});

        window.input(0).bound(10);
        window.input(1).bound(10);

        assertThat(events).containsExactly("10 [null]", "bound 10");
    }

    @Test
    void rowsBeyondTheLimitFailAndTheOthersGoOn() {
        SetWindow window = window(UNION, false, 2);
        window.input(0).row(1, new Object[] {"a"});
        window.input(1).row(1, new Object[] {"b"});

        assertThatThrownBy(() -> window.input(0).row(1, new Object[] {"c"}))
                .isInstanceOf(RowFailure.class)
                .hasMessage("the set operation already holds 2 different rows, the most it may");
        window.input(1).row(2, new Object[] {"a"});
        window.input(0).bound(10);
        window.input(1).bound(10);

        assertThat(events).containsExactly("10 [a]", "10 [b]", "bound 10");
    }

    private SetWindow window(SetTree tree, boolean isSecondEnd, int most) {
        return new SetWindow(
                new SetWindow.Spec(tree, new Span.Fixed(10), List.of(false, isSecondEnd), 1, most),
                new Log(),
                (time, values, cause) -> {
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
