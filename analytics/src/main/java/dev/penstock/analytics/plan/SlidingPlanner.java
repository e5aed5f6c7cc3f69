package dev.penstock.analytics.plan;

import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.TypeKind;
import dev.penstock.analytics.window.Frame;
import dev.penstock.analytics.window.SlidingFunction;
import dev.penstock.analytics.window.SlidingFunction.Kind;
import dev.penstock.analytics.window.SlidingWindow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.rex.RexWindowBound;
import org.jspecify.annotations.Nullable;

/**
 * A SELECT list with functions over sliding windows, in steps: compute what the windows take, pass the rows through one
 * operator for each distinct window, compute the list from what they give.
 */
final class SlidingPlanner {
    private final Functions functions;
    private final Steps steps;

    SlidingPlanner(Functions functions, Steps steps) {
        this.functions = functions;
        this.steps = steps;
    }

    /**
     * Plans a list.
     *
     * @param input rows that have passed WHERE
     */
    Step plan(Step input, List<RexNode> projection) {
        Set<RexOver> calls = overs(projection);
        List<RexNode> columns = new ArrayList<>(steps.identity(input.row()));
        Map<RexOver, Call> planned = new LinkedHashMap<>();
        for (RexOver over : calls) {
            planned.put(over, call(over, columns));
        }
        Step rows = columns.size() == input.width() ? input : steps.compute(input, List.of(), columns);
        Map<RexWindow, List<RexOver>> windows = new LinkedHashMap<>();
        calls.forEach(over -> windows.computeIfAbsent(over.getWindow(), window -> new ArrayList<>())
                .add(over));
        Map<RexOver, RexNode> results = new LinkedHashMap<>();
        for (List<RexOver> sharing : windows.values()) {
            rows = window(rows, sharing, planned, results);
        }
        return steps.compute(rows, List.of(), replaced(projection, results));
    }

    private static Set<RexOver> overs(List<RexNode> projection) {
        Set<RexOver> overs = new LinkedHashSet<>();
        RexVisitorImpl<@Nullable Void> collector = new RexVisitorImpl<>(true) {
            @Override
            public @Nullable Void visitOver(RexOver over) {
                overs.add(over);
                return null;
            }
        };
        projection.forEach(node -> node.accept(collector));
        return overs;
    }

    private static List<RexNode> replaced(List<RexNode> projection, Map<RexOver, RexNode> results) {
        RexShuttle replacement = new RexShuttle() {
            @Override
            public RexNode visitOver(RexOver over) {
                return Objects.requireNonNull(results.get(over));
            }
        };
        return projection.stream().map(node -> node.accept(replacement)).toList();
    }

    private Step window(Step rows, List<RexOver> sharing, Map<RexOver, Call> planned, Map<RexOver, RexNode> results) {
        List<SlidingFunction> wanted = new ArrayList<>();
        List<RexNode> types = new ArrayList<>();
        for (RexOver over : sharing) {
            results.put(over, new RexInputRef(rows.width() + wanted.size(), over.getType()));
            types.add(over);
            wanted.add(Objects.requireNonNull(planned.get(over)).function());
        }
        Call first = Objects.requireNonNull(planned.get(sharing.get(0)));
        SlidingWindow.Spec spec =
                new SlidingWindow.Spec(first.keys(), first.frame(), wanted, SlidingWindow.Spec.MAX_ROWS);
        return Step.of(new PlanNode.Sliding(rows.node(), spec), steps.extended(rows.row(), types));
    }

    /** Adds what the call takes to the columns, where it is not a column as it is. */
    private Call call(RexOver over, List<RexNode> columns) {
        int[] keys = over.getWindow().partitionKeys.stream()
                .mapToInt(key -> position(key, columns))
                .toArray();
        return new Call(keys, frame(over.getWindow()), function(over, columns));
    }

    private static int position(RexNode node, List<RexNode> columns) {
        if (node instanceof RexInputRef reference) {
            return reference.getIndex();
        }
        int known = columns.indexOf(node);
        if (known >= 0) {
            return known;
        }
        columns.add(node);
        return columns.size() - 1;
    }

    private static Frame frame(RexWindow window) {
        RexWindowBound lower = window.getLowerBound();
        if (lower.isUnbounded()) {
            return new Frame(window.isRows(), Frame.UNBOUNDED);
        }
        if (lower.isCurrentRow()) {
            return new Frame(window.isRows(), 0);
        }
        if (!(lower.getOffset() instanceof RexLiteral size)
                || !window.getUpperBound().isCurrentRow()) {
            throw new Unsupported("the frame of a window must be a literal PRECEDING, up to CURRENT ROW");
        }
        BigDecimal value = Objects.requireNonNull(size.getValueAs(BigDecimal.class));
        return new Frame(window.isRows(), value.longValueExact());
    }

    private SlidingFunction function(RexOver over, List<RexNode> columns) {
        Kind kind = functions
                .sliding(over.getAggOperator())
                .orElseThrow(() -> new Unsupported(over.getAggOperator().getName() + " OVER is not supported"));
        List<RexNode> operands = over.getOperands();
        ColumnType type = SqlTypes.column(over.getType())
                .orElseThrow(() -> new Unsupported("%s of an interval is not supported".formatted(kind)));
        int argument = operands.isEmpty() ? -1 : position(operands.get(0), columns);
        if (argument >= 0) {
            accept(kind, operands.get(0));
        }
        return switch (kind) {
            case LAG -> lag(over, type, argument, columns);
            case NTH_VALUE, NTH_VALUE_LAST ->
                new SlidingFunction(kind, argument, type, over.ignoreNulls(), whole(operands.get(1), 1, kind), -1, 0);
            case EXP_AVG -> new SlidingFunction(kind, argument, type, true, 0, -1, halfLife(operands.get(1)));
            default -> new SlidingFunction(kind, argument, type, over.ignoreNulls(), 0, -1, 0);
        };
    }

    private static void accept(Kind kind, RexNode argument) {
        TypeKind type = SqlTypes.kind(argument.getType())
                .orElseThrow(() -> new Unsupported("%s of an interval is not supported".formatted(kind)));
        if (!kind.accepts(type)) {
            throw new Unsupported("%s of %s is not supported".formatted(kind, type));
        }
    }

    private SlidingFunction lag(RexOver over, ColumnType type, int argument, List<RexNode> columns) {
        List<RexNode> operands = over.getOperands();
        int offset = operands.size() > 1 ? whole(operands.get(1), 0, Kind.LAG) : 1;
        int fallback = operands.size() > 2
                ? position(steps.cast(operands.get(2), operands.get(0).getType()), columns)
                : -1;
        return new SlidingFunction(Kind.LAG, argument, type, over.ignoreNulls(), offset, fallback, 0);
    }

    private static int whole(RexNode node, int least, Kind kind) {
        if (node instanceof RexLiteral literal) {
            BigDecimal value = literal.getValueAs(BigDecimal.class);
            if (value != null
                    && value.stripTrailingZeros().scale() <= 0
                    && value.compareTo(BigDecimal.valueOf(least)) >= 0
                    && value.compareTo(BigDecimal.valueOf(SlidingWindow.Spec.MAX_ROWS)) < 0) {
                return value.intValue();
            }
        }
        throw new Unsupported("the second argument of %s must be a whole number, %d or more, written as a literal"
                .formatted(kind == Kind.NTH_VALUE_LAST ? Kind.NTH_VALUE : kind, least));
    }

    private static long halfLife(RexNode node) {
        if (node instanceof RexLiteral literal) {
            BigDecimal millis = literal.getValueAs(BigDecimal.class);
            if (millis != null && millis.signum() > 0) {
                return millis.longValue();
            }
        }
        throw new Unsupported("the second argument of EXP_AVG must be an interval literal greater than 0");
    }

    private record Call(
            @SuppressWarnings("ArrayRecordComponent") int[] keys, // only read
            Frame frame,
            SlidingFunction function) {}
}
