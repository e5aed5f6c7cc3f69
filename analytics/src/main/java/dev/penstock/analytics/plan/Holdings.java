package dev.penstock.analytics.plan;

import dev.penstock.analytics.join.ManyJoin;
import dev.penstock.analytics.join.WindowJoin;
import dev.penstock.analytics.window.ChangeWindow;
import dev.penstock.analytics.window.Holding;
import dev.penstock.analytics.window.SetChange;
import dev.penstock.analytics.window.SetWindow;
import dev.penstock.analytics.window.SlidingWindow;
import dev.penstock.analytics.window.SortedBatch;
import dev.penstock.analytics.window.StaggerWindow;
import dev.penstock.analytics.window.Tumbling;

/** What each kind of window holds and what closes it, for people. */
final class Holdings {
    private static final String GROUPS = "groups";
    private static final String ROWS = "rows";

    private Holdings() {}

    static Holding of(Tumbling.Spec spec) {
        return Holding.until(
                GROUPS,
                spec.maxGroups(),
                "at the end of its %s, which the clock or a later row brings".formatted(PlanText.span(spec.span())));
    }

    static Holding of(StaggerWindow.Spec spec) {
        return Holding.until(
                GROUPS,
                spec.maxGroups(),
                "%s after the first row of each group, by the clock or a later row"
                        .formatted(PlanText.millis(spec.lengthMillis())));
    }

    static Holding of(ChangeWindow.Spec spec) {
        return Holding.until(GROUPS, spec.maxGroups(), changes(PlanText.columns(spec.changing())));
    }

    static Holding of(SortedBatch.Spec spec) {
        return Holding.until(
                ROWS,
                spec.maxRows(),
                spec.span() == null
                        ? changes("[%d]".formatted(spec.leading()))
                        : "at the end of its %s, which the clock or a later row brings"
                                .formatted(PlanText.span(spec.span())));
    }

    static Holding of(SetWindow.Spec spec) {
        return Holding.until(
                ROWS,
                spec.maxRows(),
                "at the end of its %s, when the clock or later rows have brought it for all inputs"
                        .formatted(PlanText.span(spec.span())));
    }

    static Holding of(SetChange.Spec spec) {
        return Holding.until(
                ROWS,
                spec.maxRows(),
                "when all inputs have a later value of [%d]; time alone closes nothing".formatted(spec.column()));
    }

    static Holding of(SlidingWindow.Spec spec) {
        return Holding.atOnce(spec.frame().isUnbounded() ? "partitions" : ROWS, spec.maxRows());
    }

    static Holding of(WindowJoin.Spec spec) {
        boolean isOuter = spec.left().isOuter() || spec.right().isOuter();
        return Holding.until(
                ROWS,
                2L * spec.maxRows(),
                isOuter
                        ? "a pair comes out with its second row, a row without a partner when it leaves its window"
                        : "a pair comes out with its second row; what finds no partner in its window is dropped");
    }

    static Holding of(ManyJoin.Spec spec) {
        return Holding.until(
                ROWS,
                spec.maxRows(),
                "a row comes out with the last of its parts; what finds no partner in its window is dropped, or comes when it"
                        + " leaves the window if the join keeps it");
    }

    private static String changes(String columns) {
        return "when a row comes in which %s changes; time alone closes nothing".formatted(columns);
    }
}
