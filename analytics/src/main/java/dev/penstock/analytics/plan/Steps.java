package dev.penstock.analytics.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

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
        List<RexNode> passes = conditions.stream().map(this::rewritten).toList();
        List<RexNode> values = projection.stream().map(this::rewritten).toList();
        PlanNode node = new PlanNode.Compute(
                input.node(), compiler.compile(passes, values, input.row()), values.size());
        return new Step(node, row(values));
    }

    /** Every column as it is. */
    List<RexNode> identity(Step step) {
        return identity(step.row());
    }

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
    RelDataType extended(RelDataType row, List<RexNode> more) {
        List<RexNode> all = new ArrayList<>(identity(row));
        all.addAll(more);
        return row(all);
    }

    private RelDataType row(List<RexNode> columns) {
        RelDataTypeFactory.Builder row = rex.getTypeFactory().builder();
        for (RexNode column : columns) {
            row.add("C" + row.getFieldCount(), column.getType());
        }
        return row.build();
    }

    private RexNode rewritten(RexNode node) {
        return RexUtil.expandSearch(rex, null, node).accept(semantics);
    }
}
