package dev.penstock.analytics.plan;

import dev.penstock.analytics.log.LogParser;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;

/** Log parsing functions of a SELECT list: one step for each, which adds its fields to the row. */
final class LogPlanner {
    private final LogColumns logs;
    private final Steps steps;

    LogPlanner(LogColumns logs, Steps steps) {
        this.logs = logs;
        this.steps = steps;
    }

    boolean isNeeded(List<RexNode> projection) {
        return !calls(projection).isEmpty();
    }

    /** Runs the parsers, then gives the list with their fields in the place of the calls to {@code rest}. */
    Step plan(Step input, List<RexNode> projection, Rest rest) {
        List<RexCall> calls = calls(projection);
        Map<Integer, Integer> texts = new LinkedHashMap<>();
        List<RexNode> columns = new ArrayList<>(steps.identity(input.row()));
        for (RexCall call : calls) {
            texts.computeIfAbsent(number(call, 1), number -> {
                columns.add(call.getOperands().get(0));
                return columns.size() - 1;
            });
        }
        Step rows = steps.compute(input, List.of(), columns);
        Map<Integer, Integer> firstFields = new LinkedHashMap<>();
        for (Map.Entry<Integer, Integer> text : texts.entrySet()) {
            LogParser parser = logs.parser(text.getKey());
            firstFields.put(text.getKey(), rows.width());
            List<RexNode> added = fields(calls, text.getKey(), parser.fields().size());
            rows = Step.of(new PlanNode.Split(rows.node(), parser, text.getValue()), steps.extended(rows.row(), added));
        }
        return rest.plan(rows, replaced(projection, firstFields));
    }

    /** One call for each field, in their order, for the types. */
    private static List<RexNode> fields(List<RexCall> calls, int parser, int count) {
        List<RexNode> fields = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int field = i;
            fields.add(calls.stream()
                    .filter(call -> number(call, 1) == parser && number(call, 2) == field)
                    .findFirst()
                    .orElseThrow());
        }
        return fields;
    }

    private List<RexNode> replaced(List<RexNode> projection, Map<Integer, Integer> firstFields) {
        RexShuttle replacement = new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                return call.getOperator().equals(logs.operator())
                        ? new RexInputRef(
                                Objects.requireNonNull(firstFields.get(number(call, 1))) + number(call, 2),
                                call.getType())
                        : super.visitCall(call);
            }
        };
        return projection.stream().map(node -> node.accept(replacement)).toList();
    }

    private List<RexCall> calls(List<RexNode> projection) {
        List<RexCall> calls = new ArrayList<>();
        RexVisitorImpl<@Nullable Void> collector = new RexVisitorImpl<>(true) {
            @Override
            public @Nullable Void visitCall(RexCall call) {
                if (call.getOperator().equals(logs.operator())) {
                    calls.add(call);
                }
                return super.visitCall(call);
            }
        };
        projection.forEach(node -> node.accept(collector));
        return calls;
    }

    private static int number(RexCall call, int operand) {
        RexLiteral literal = (RexLiteral) call.getOperands().get(operand);
        return Objects.requireNonNull(literal.getValueAs(BigDecimal.class)).intValue();
    }

    /** What is planned after the parsers. */
    @FunctionalInterface
    interface Rest {
        Step plan(Step input, List<RexNode> projection);
    }
}
