package dev.penstock.analytics.plan;

import dev.penstock.analytics.window.SlidingWindow;
import dev.penstock.analytics.window.SortedBatch;
import dev.penstock.analytics.window.Span;
import java.util.Comparator;
import java.util.Optional;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelFieldCollation.NullDirection;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;

/** ORDER BY: when a batch of rows is complete, and how it is sorted. */
final class SortPlanner {
    private static final Span EACH_MILLISECOND = new Span.Fixed(1);

    private SortPlanner() {}

    static PlanNode plan(LogicalSort sort, PlanNode rows) {
        RelFieldCollation first = sort.getCollation().getFieldCollations().get(0);
        if (first.getDirection().isDescending()) {
            throw new Unsupported("the first expression of ORDER BY must be ascending");
        }
        Comparator<@Nullable Object[]> order = comparator(first);
        for (RelFieldCollation column : Util.skip(sort.getCollation().getFieldCollations())) {
            order = order.thenComparing(comparator(column));
        }
        RelNode input = Shapes.withoutDelta(sort.getInput());
        int leading = first.getFieldIndex();
        return new PlanNode.Sorted(
                rows, new SortedBatch.Spec(leading, span(input, leading), order, SlidingWindow.Spec.MAX_ROWS));
    }

    private static @Nullable Span span(RelNode input, int leading) {
        Optional<Span> span = Shapes.span(input, leading);
        if (span.isPresent()) {
            return span.get();
        }
        if (input instanceof LogicalProject project) {
            RexNode value = project.getProjects().get(leading);
            if (Shapes.isRowTime(value, project.getInput())) {
                return EACH_MILLISECOND;
            }
            if (Shapes.isOfWindow(value, project.getInput())) {
                return new Span.Moment();
            }
        }
        Optional<Span> ofSet = ofSet(input, leading);
        if (ofSet.isPresent()) {
            return ofSet.get();
        }
        if (Shapes.isMonotonic(input, leading)) {
            return null;
        }
        throw new Unsupported("ORDER BY must begin with ROWTIME, FLOOR or STEP of it, or MONOTONIC(expression)");
    }

    /** The batches of the result of set operations, over which Calcite puts a projection that changes nothing. */
    private static Optional<Span> ofSet(RelNode input, int leading) {
        RelNode node = Shapes.withoutDelta(input);
        if (node instanceof LogicalProject project) {
            return project.getProjects().get(leading) instanceof RexInputRef column
                    ? ofSet(project.getInput(), column.getIndex())
                    : Optional.empty();
        }
        return node instanceof SetOp set ? SetPlanner.batches(set, leading) : Optional.empty();
    }

    private static Comparator<@Nullable Object[]> comparator(RelFieldCollation column) {
        Comparator<Object> values = SortPlanner::compare;
        Comparator<Object> directed = column.getDirection().isDescending() ? values.reversed() : values;
        boolean nullsFirst = column.nullDirection == NullDirection.FIRST;
        int index = column.getFieldIndex();
        return (row, otherRow) -> {
            Object one = row[index];
            Object other = otherRow[index];
            if (one == null || other == null) {
                int nulls = Boolean.compare(one != null, other != null);
                return nullsFirst ? nulls : -nulls;
            }
            return directed.compare(one, other);
        };
    }

    @SuppressWarnings("unchecked") // all values of a column have one class, and SQL types are Comparable
    private static int compare(Object one, Object other) {
        return ((Comparable<Object>) one).compareTo(other);
    }
}
