package dev.penstock.analytics.plan;

import dev.penstock.analytics.operator.RowProgram;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** Makes the steps that compute columns. */
final class Steps {
    private final RexBuilder rex;
    private final Semantics semantics;
    private final ExpressionCompiler compiler;

    Steps(RexBuilder rex, Semantics semantics, ExpressionCompiler compiler) {
        this.rex = rex;
        this.semantics = semantics;
        this.compiler = compiler;
    }

    /** @param conditions a row passes when all are TRUE */
    Step compute(Step input, List<RexNode> conditions, List<RexNode> projection) {
        List<RexNode> values =
                projection.stream().map(node -> rewritten(node, input)).toList();
        RowProgram program = compiler.compile(passing(conditions, input), values, input.row());
        String text = PlanText.compute(conditions, projection, input.row());
        return Step.of(new PlanNode.Compute(input.node(), program, values.size(), text), row(values));
    }

    /** A step that only lets rows pass. */
    Step filter(Step input, List<RexNode> conditions) {
        Step passed = compute(input, conditions, identity(input.row()));
        return new Step(passed.node(), input.row(), input.hasRowTime());
    }

    /** A condition over rows of these columns. */
    RowProgram condition(List<RexNode> conditions, RelDataType row) {
        return compiler.compile(passing(conditions, null), List.of(), row);
    }

    private List<RexNode> passing(List<RexNode> conditions, @Nullable Step input) {
        return conditions.stream()
                .map(condition -> rewritten(rex.makeCall(SqlStdOperatorTable.IS_TRUE, condition), input))
                .toList();
    }

    /** Every column as it is. */
    List<RexNode> identity(RelDataType row) {
        List<RexNode> references = new ArrayList<>();
        for (RelDataTypeField field : row.getFieldList()) {
            references.add(rex.makeInputRef(field.getType(), field.getIndex()));
        }
        return references;
    }

    RexNode cast(RexNode value, RelDataType type) {
        return rex.makeAbstractCast(type, value, false);
    }

    /** A row with more columns at its end, of the types of these expressions. */
    RelDataType extended(RelDataType row, List<? extends RexNode> more) {
        List<RexNode> all = new ArrayList<>(identity(row));
        all.addAll(more);
        return row(all);
    }

    /** A row with a row time at its end. */
    RelDataType withRowTime(RelDataType row) {
        RelDataTypeFactory.Builder all = rex.getTypeFactory().builder();
        row.getFieldList().forEach(field -> all.add("C" + field.getIndex(), field.getType()));
        all.add("C" + row.getFieldCount(), rex.getTypeFactory().createSqlType(SqlTypeName.TIMESTAMP));
        return all.build();
    }

    private RelDataType row(List<RexNode> columns) {
        RelDataTypeFactory.Builder row = rex.getTypeFactory().builder();
        for (RexNode column : columns) {
            row.add("C" + row.getFieldCount(), column.getType());
        }
        return row.build();
    }

    private RexNode rewritten(RexNode node, @Nullable Step input) {
        RexNode timed = node.accept(new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                if (Markers.is(call.getOperator(), Markers.ROW_TIME) && input != null && input.hasRowTime()) {
                    return rex.makeInputRef(call.getType(), input.width() - 1);
                }
                return super.visitCall(call);
            }
        });
        return RexUtil.expandSearch(rex, null, timed).accept(semantics);
    }
}
