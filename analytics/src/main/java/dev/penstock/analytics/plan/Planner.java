package dev.penstock.analytics.plan;

import dev.penstock.analytics.plan.PlanNode.Scan;
import dev.penstock.analytics.plan.PlanNode.Union;
import dev.penstock.analytics.plan.PlanNode.Window;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.TypeKind;
import dev.penstock.analytics.window.Aggregate;
import dev.penstock.analytics.window.Span;
import dev.penstock.analytics.window.Tumbling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.stream.LogicalDelta;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.Util;

/** From Calcite's relational algebra to our operators. Knows a handful of shapes and refuses all others. */
final class Planner {
    private final RexBuilder rex;
    private final Functions functions;
    private final Steps steps;

    Planner(RexBuilder rex, Functions functions, Steps steps) {
        this.rex = rex;
        this.functions = functions;
        this.steps = steps;
    }

    /** @throws Unsupported when there is no operator for a part */
    PlanNode plan(RelNode node) {
        if (node instanceof LogicalDelta delta) {
            return plan(delta.getInput());
        }
        if (node instanceof LogicalTableScan scan) {
            return new Scan(Util.last(scan.getTable().getQualifiedName()));
        }
        if (node instanceof LogicalProject project) {
            return project(project);
        }
        if (node instanceof LogicalFilter filter) {
            return compute(filter.getInput(), conditions(filter), steps.identity(filter.getRowType()));
        }
        if (node instanceof LogicalAggregate aggregate) {
            return window(aggregate);
        }
        if (node instanceof LogicalUnion union && union.all) {
            return new Union(union.getInputs().stream()
                    .map(input -> branch(input, union.getRowType()))
                    .toList());
        }
        throw new Unsupported("the relational operation %s is not supported".formatted(node.getRelTypeName()));
    }

    /** A branch of a union whose columns have exactly the union's types. */
    private PlanNode branch(RelNode input, RelDataType row) {
        List<RexNode> columns = new ArrayList<>();
        boolean isSame = true;
        for (RexNode column : steps.identity(input.getRowType())) {
            RelDataType type = row.getFieldList().get(columns.size()).getType();
            isSame &= column.getType().getSqlTypeName() == type.getSqlTypeName()
                    && column.getType().getScale() == type.getScale();
            columns.add(rex.makeAbstractCast(type, column, false));
        }
        return isSame ? plan(input) : compute(withoutDelta(input), List.of(), columns);
    }

    private PlanNode project(LogicalProject project) {
        RelNode input = withoutDelta(project.getInput());
        if (project.containsOver()) {
            return new SlidingPlanner(functions, steps).plan(step(input), project.getProjects()).node();
        }
        return input instanceof LogicalFilter filter
                ? compute(filter.getInput(), conditions(filter), project.getProjects())
                : compute(input, List.of(), project.getProjects());
    }

    /** The parts of WHERE or HAVING between its ANDs; UNKNOWN does not pass. */
    private List<RexNode> conditions(LogicalFilter filter) {
        return RelOptUtil.conjunctions(filter.getCondition()).stream()
                .map(condition -> rex.makeCall(SqlStdOperatorTable.IS_TRUE, condition))
                .toList();
    }

    private PlanNode compute(RelNode input, List<RexNode> conditions, List<RexNode> projection) {
        return steps.compute(step(input), conditions, projection).node();
    }

    private Step step(RelNode node) {
        return new Step(plan(node), node.getRowType());
    }

    private PlanNode window(LogicalAggregate aggregate) {
        RelNode input = withoutDelta(aggregate.getInput());
        int[] keys = aggregate.getGroupSet().toArray();
        Span span = null;
        for (int key : keys) {
            Optional<Span> found = span(input, key);
            if (found.isPresent() && span != null) {
                throw new Unsupported("two windows of ROWTIME in one GROUP BY are not supported");
            }
            span = found.orElse(span);
        }
        if (span == null) {
            throw new Unsupported("GROUP BY without a window of ROWTIME is not supported");
        }
        List<Aggregate> aggregates = new ArrayList<>();
        aggregate.getAggCallList().forEach(call -> aggregates.add(aggregate(call, input)));
        return new Window(plan(input), new Tumbling.Spec(span, keys, aggregates, Tumbling.Spec.MAX_GROUPS));
    }

    private Aggregate aggregate(AggregateCall call, RelNode input) {
        Aggregate.Function function = functions
                .aggregate(call.getAggregation())
                .orElseThrow(() -> new Unsupported(call.getAggregation().getName() + " is not supported"));
        if (call.isDistinct()
                || call.hasFilter()
                || call.ignoreNulls()
                || call.getArgList().size() > 1) {
            throw new Unsupported("this form of %s is not supported".formatted(function));
        }
        ColumnType type = SqlTypes.column(call.getType()).orElseThrow(() -> noColumn(function));
        int argument = call.getArgList().isEmpty() ? -1 : call.getArgList().get(0);
        if (argument >= 0) {
            TypeKind kind = SqlTypes.kind(
                            input.getRowType().getFieldList().get(argument).getType())
                    .orElseThrow(() -> noColumn(function));
            if (!Aggregate.accepts(function, kind)) {
                throw new Unsupported("%s of %s is not supported".formatted(function, kind));
            }
        }
        return new Aggregate(function, argument, type);
    }

    private static Unsupported noColumn(Aggregate.Function function) {
        return new Unsupported("%s of an interval is not supported".formatted(function));
    }

    /** The window that a column cuts ROWTIME into, if it does. */
    private static Optional<Span> span(RelNode node, int column) {
        if (!(withoutDelta(node) instanceof LogicalProject project)
                || !(project.getProjects().get(column) instanceof RexCall call)
                || call.getOperands().size() != 2
                || !(call.getOperands().get(1) instanceof RexLiteral size)
                || !isRowTime(call.getOperands().get(0), project.getInput())) {
            return Optional.empty();
        }
        if (call.getKind() == SqlKind.FLOOR) {
            return Optional.of(span(size.getValueAs(TimeUnitRange.class)));
        }
        boolean isStep = call.getOperator().getName().equals(Functions.STEP);
        return isStep ? Optional.of(fixed(size)) : Optional.empty();
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
        if (node instanceof LogicalUnion union) {
            return union.getInputs().stream().allMatch(input -> isRowTime(input, column));
        }
        if (!(node instanceof LogicalProject project)) {
            return false;
        }
        return isRowTime(project.getProjects().get(column), project.getInput());
    }

    private static boolean isRowTime(RexNode value, RelNode input) {
        return value instanceof RexInputRef reference
                ? isRowTime(input, reference.getIndex())
                : isWindowEnd(value, input);
    }

    /** The start of a window plus its length, which is the row time of what a window gives out. */
    private static boolean isWindowEnd(RexNode value, RelNode input) {
        RelNode below = withoutDelta(input);
        if (below instanceof LogicalFilter having) {
            below = having.getInput();
        }
        return value instanceof RexCall sum
                && sum.getKind() == SqlKind.PLUS
                && sum.getOperands().get(0) instanceof RexInputRef start
                && sum.getOperands().get(1) instanceof RexLiteral length
                && below instanceof LogicalAggregate aggregate
                && start.getIndex() < aggregate.getGroupCount()
                && spanOfKey(aggregate, start.getIndex())
                        .filter(span -> isLength(span, length))
                        .isPresent();
    }

    private static Optional<Span> spanOfKey(LogicalAggregate aggregate, int key) {
        return span(aggregate.getInput(), aggregate.getGroupSet().nth(key));
    }

    private static boolean isLength(Span span, RexLiteral length) {
        if (span instanceof Span.Fixed fixed) {
            return fixed.millis() == StepSize.millis(length);
        }
        // Of calendar windows only our own rewriting adds a length: users cannot write intervals of months.
        return true;
    }

    private static RelNode withoutDelta(RelNode node) {
        return node instanceof LogicalDelta delta ? delta.getInput() : node;
    }
}
