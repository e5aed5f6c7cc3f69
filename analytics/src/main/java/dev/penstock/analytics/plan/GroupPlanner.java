package dev.penstock.analytics.plan;

import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.TypeKind;
import dev.penstock.analytics.window.Aggregate;
import dev.penstock.analytics.window.ChangeWindow;
import dev.penstock.analytics.window.Span;
import dev.penstock.analytics.window.StaggerWindow;
import dev.penstock.analytics.window.Tumbling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;

/** GROUP BY: which window ends the groups, and what is computed of each. */
final class GroupPlanner {
    private final Functions functions;

    GroupPlanner(Functions functions) {
        this.functions = functions;
    }

    PlanNode plan(LogicalAggregate aggregate, PlanNode rows) {
        RelNode input = Shapes.withoutDelta(aggregate.getInput());
        int[] keys = aggregate.getGroupSet().toArray();
        List<Aggregate> aggregates = new ArrayList<>();
        aggregate.getAggCallList().forEach(call -> aggregates.add(aggregate(call, input)));
        for (int i = 0; i < keys.length; i++) {
            Optional<Long> length = Shapes.stagger(input, keys[i]);
            if (length.isPresent()) {
                return new PlanNode.Stagger(
                        rows, new StaggerWindow.Spec(length.get(), keys, i, aggregates, Tumbling.Spec.MAX_GROUPS));
            }
        }
        Optional<Span> span = span(input, keys);
        if (span.isPresent()) {
            return new PlanNode.Window(rows, new Tumbling.Spec(span.get(), keys, aggregates, Tumbling.Spec.MAX_GROUPS));
        }
        int[] changing =
                IntStream.of(keys).filter(key -> Shapes.isMonotonic(input, key)).toArray();
        if (changing.length == 0) {
            throw new Unsupported("GROUP BY without a window of ROWTIME is not supported");
        }
        return new PlanNode.Change(rows, new ChangeWindow.Spec(changing, keys, aggregates, Tumbling.Spec.MAX_GROUPS));
    }

    private static Optional<Span> span(RelNode input, int[] keys) {
        Optional<Span> span = Optional.empty();
        for (int key : keys) {
            Optional<Span> found = Shapes.span(input, key);
            if (found.isPresent() && span.isPresent()) {
                throw new Unsupported("two windows of ROWTIME in one GROUP BY are not supported");
            }
            span = found.isPresent() ? found : span;
        }
        return span;
    }

    private Aggregate aggregate(AggregateCall call, RelNode input) {
        Aggregate.Function function = functions
                .aggregate(call.getAggregation())
                .orElseThrow(() -> new Unsupported(call.getAggregation().getName() + " is not supported"));
        boolean isValue = function == Aggregate.Function.FIRST_VALUE || function == Aggregate.Function.LAST_VALUE;
        if (call.isDistinct()
                || call.hasFilter()
                || (call.ignoreNulls() && !isValue)
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
        return new Aggregate(function, argument, type, !isValue || call.ignoreNulls());
    }

    private static Unsupported noColumn(Aggregate.Function function) {
        return new Unsupported("%s of an interval is not supported".formatted(function));
    }
}
