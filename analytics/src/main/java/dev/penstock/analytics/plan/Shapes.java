package dev.penstock.analytics.plan;

import dev.penstock.analytics.window.Span;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.stream.LogicalDelta;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeFamily;

/** What a column of a relation is: the row time, a window that row time is cut into, something that never goes back. */
final class Shapes {
    private static final Span EACH_MILLISECOND = new Span.Shifted(new Span.Fixed(1), 0, true);

    private Shapes() {}

    /** Without a projection that gives columns other names and nothing else. */
    static RelNode unnamed(RelNode node) {
        boolean isNaming = node instanceof LogicalProject project
                && RexUtil.isIdentity(project.getProjects(), project.getInput().getRowType());
        return isNaming ? ((LogicalProject) node).getInput() : node;
    }

    static RelNode withoutDelta(RelNode node) {
        return node instanceof LogicalDelta delta ? delta.getInput() : node;
    }

    /**
     * The windows that a column cuts row time into, if it does: ROWTIME itself, FLOOR, CEIL or STEP of it, with constant
     * intervals added or taken away inside and outside.
     */
    static Optional<Span> span(RelNode node, int column) {
        Optional<RexNode> expression = expression(node, column);
        if (expression.isEmpty()) {
            return isRowTime(node, column) ? Optional.of(EACH_MILLISECOND) : Optional.empty();
        }
        RexNode cut = unshifted(expression.get());
        if (isRowTime(cut, input(node))) {
            return Optional.of(EACH_MILLISECOND);
        }
        if (!(cut instanceof RexCall call)
                || call.getOperands().size() != 2
                || !(call.getOperands().get(1) instanceof RexLiteral size)
                || !isRowTime(unshifted(call.getOperands().get(0)), input(node))) {
            return Optional.empty();
        }
        long early = shift(call.getOperands().get(0));
        boolean isStep = call.getOperator().getName().equals(Functions.STEP);
        if (isStep || call.getKind() == SqlKind.FLOOR) {
            Span span = isStep ? fixed(size) : span(size.getValueAs(TimeUnitRange.class));
            return Optional.of(early == 0 ? span : new Span.Shifted(span, early, false));
        }
        // In whole milliseconds CEIL(t) is the end of the window of t - 1.
        return call.getKind() == SqlKind.CEIL
                ? Optional.of(new Span.Shifted(span(size.getValueAs(TimeUnitRange.class)), early - 1, true))
                : Optional.empty();
    }

    private static boolean isShift(RexNode value) {
        return value instanceof RexCall call
                && (call.getKind() == SqlKind.PLUS || call.getKind() == SqlKind.MINUS)
                && call.getOperands().size() == 2
                && call.getOperands().get(1) instanceof RexLiteral size
                && size.getType().getSqlTypeName().getFamily() == SqlTypeFamily.INTERVAL_DAY_TIME;
    }

    private static RexNode unshifted(RexNode value) {
        return isShift(value) ? unshifted(((RexCall) value).getOperands().get(0)) : value;
    }

    /** The milliseconds by which constant intervals move a time forward. */
    private static long shift(RexNode value) {
        if (!isShift(value)) {
            return 0;
        }
        List<RexNode> operands = ((RexCall) value).getOperands();
        long millis = StepSize.millis((RexLiteral) operands.get(1));
        return shift(operands.get(0)) + (value.getKind() == SqlKind.PLUS ? millis : -millis);
    }

    /** How a column of a query's result cuts row time, if it does: as {@link #span} has it, or as the key of a grouped query. */
    static Optional<Cut> cut(RelNode maybeDelta, int column) {
        RelNode node = withoutDelta(maybeDelta);
        Optional<Span> span = span(node, column);
        if (span.isPresent()) {
            long shift = expression(node, column).map(Shapes::shift).orElse(0L);
            return Optional.of(new Cut(span.get(), shift, false));
        }
        if (node instanceof LogicalFilter filter) {
            return cut(filter.getInput(), column);
        }
        if (node instanceof LogicalProject project) {
            RexNode value = project.getProjects().get(column);
            return unshifted(value) instanceof RexInputRef key
                    ? cut(project.getInput(), key.getIndex())
                            .filter(Cut::isEnded)
                            .map(cut -> new Cut(cut.span, cut.shift + shift(value), true))
                    : Optional.empty();
        }
        if (!(node instanceof LogicalAggregate aggregate) || column >= aggregate.getGroupCount()) {
            return Optional.empty();
        }
        int key = aggregate.getGroupSet().nth(column);
        return stagger(aggregate.getInput(), key).isPresent()
                ? Optional.of(new Cut(EACH_MILLISECOND, 0, true))
                : cut(aggregate.getInput(), key)
                        .filter(cut -> !cut.isEnded)
                        .map(cut -> new Cut(cut.span, cut.shift, true));
    }

    /** What computes a column of a projection. */
    static Optional<RexNode> expression(RelNode node, int column) {
        return withoutDelta(node) instanceof LogicalProject project
                ? Optional.of(project.getProjects().get(column))
                : Optional.empty();
    }

    private static RelNode input(RelNode project) {
        return ((LogicalProject) withoutDelta(project)).getInput();
    }

    /** The length of the stagger window whose end a column is, if it is one. */
    static Optional<Long> stagger(RelNode node, int column) {
        return expression(node, column)
                .filter(value -> value instanceof RexCall call && Markers.is(call.getOperator(), Markers.STAGGER))
                .map(value -> StepSize.millis(
                        (RexLiteral) ((RexCall) value).getOperands().get(1)));
    }

    /** Whether a column has MONOTONIC(...) in it. */
    static boolean isMonotonic(RelNode node, int column) {
        return expression(node, column).filter(Shapes::isMonotonic).isPresent();
    }

    private static boolean isMonotonic(RexNode value) {
        return value instanceof RexCall call
                && (Markers.is(call.getOperator(), Markers.MONOTONIC)
                        || call.getOperands().stream().anyMatch(Shapes::isMonotonic));
    }

    private static Span fixed(RexLiteral size) {
        long millis = StepSize.millis(size);
        if (millis < 1) {
            throw new Unsupported("STEP needs an interval greater than 0");
        }
        return new Span.Fixed(millis);
    }

    private static Span span(TimeUnitRange unit) {
        return switch (unit) {
            case SECOND, MINUTE, HOUR, DAY -> new Span.Fixed(unit.startUnit.multiplier.longValueExact());
            case MONTH -> new Span.Calendar(false);
            case YEAR -> new Span.Calendar(true);
            default -> throw new Unsupported("FLOOR(ROWTIME TO %s) is not supported".formatted(unit));
        };
    }

    /** Whether a column always holds the row time of its row. */
    private static boolean isRowTime(RelNode maybeDelta, int column) {
        RelNode node = withoutDelta(maybeDelta);
        if (node instanceof LogicalTableScan) {
            return column == 0;
        }
        if (node instanceof LogicalFilter filter) {
            return isRowTime(filter.getInput(), column);
        }
        if (node instanceof LogicalJoin join) {
            int right = column - join.getLeft().getRowType().getFieldCount();
            return right < 0
                    ? isTable(join.getRight()) && isRowTime(join.getLeft(), column)
                    : isTable(join.getLeft()) && isRowTime(join.getRight(), right);
        }
        if (node instanceof LogicalUnion union) {
            return union.getInputs().stream().allMatch(input -> isRowTime(input, column));
        }
        return node instanceof LogicalProject project
                && isRowTime(project.getProjects().get(column), project.getInput());
    }

    /** Whether it is a reference table, which gives no row a time. */
    private static boolean isTable(RelNode maybeDelta) {
        return unnamed(withoutDelta(maybeDelta)) instanceof LogicalTableScan scan
                && scan.getTable().unwrap(ReferenceTable.class) != null;
    }

    static boolean isRowTime(RexNode value, RelNode input) {
        if (value instanceof RexInputRef reference) {
            return isRowTime(input, reference.getIndex());
        }
        return value instanceof RexCall call && Markers.is(call.getOperator(), Markers.ROW_TIME);
    }

    /** Whether a value is the same for all results of one window of a grouped query, and of no other. */
    static boolean isOfWindow(RexNode value, RelNode input) {
        RelNode below = withoutDelta(input);
        if (below instanceof LogicalFilter having) {
            below = withoutDelta(having.getInput());
        }
        if (!(below instanceof LogicalAggregate aggregate)) {
            return false;
        }
        RexNode key = value;
        while (key instanceof RexCall sum && (sum.getKind() == SqlKind.PLUS || sum.getKind() == SqlKind.MINUS)) {
            key = sum.getOperands().get(0);
        }
        return key instanceof RexInputRef reference
                && reference.getIndex() < aggregate.getGroupCount()
                && isWindow(aggregate, aggregate.getGroupSet().nth(reference.getIndex()));
    }

    private static boolean isWindow(LogicalAggregate aggregate, int column) {
        return span(aggregate.getInput(), column).isPresent()
                || stagger(aggregate.getInput(), column).isPresent();
    }

    /**
     * How values of a column cut row time.
     *
     * @param shift milliseconds that are added to what the window is called by
     * @param isEnded whether rows come at the end of their window, as results of GROUP BY do, and not in it
     */
    record Cut(Span span, long shift, boolean isEnded) {

        /** Whether the values are the row times themselves. */
        boolean isRowTime() {
            return span.equals(EACH_MILLISECOND) && shift == 0;
        }
    }
}
