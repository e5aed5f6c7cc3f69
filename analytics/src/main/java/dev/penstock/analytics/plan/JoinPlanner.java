package dev.penstock.analytics.plan;

import dev.penstock.analytics.join.JoinCondition;
import dev.penstock.analytics.join.LookupJoin;
import dev.penstock.analytics.join.ManyJoin;
import dev.penstock.analytics.join.WindowJoin;
import dev.penstock.analytics.type.TypeKind;
import dev.penstock.analytics.window.Frame;
import dev.penstock.analytics.window.SlidingWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** JOIN: which rows each side holds, by which columns a partner is found, and the rest of the condition. */
final class JoinPlanner {
    private final Steps steps;

    JoinPlanner(Steps steps) {
        this.steps = steps;
    }

    Step plan(LogicalJoin join, Side left, Side right) {
        RexCall windows = windows(join);
        JoinCondition condition = condition(join);
        JoinRelType type = join.getJoinType();
        PlanNode node;
        if (left.stream == null || right.stream == null) {
            boolean tableIsLeft = left.stream == null;
            String table = tableIsLeft ? left.table : right.table;
            boolean isOuter = type != JoinRelType.INNER;
            Step stream = Objects.requireNonNull(tableIsLeft ? right.stream : left.stream);
            LookupJoin.Matches matches = tableIsLeft ? LookupJoin.Matches.ALL : matches(windows);
            node = new PlanNode.Lookup(
                    stream.node(), new LookupJoin.Spec(table, tableIsLeft, isOuter, matches, condition));
        } else {
            WindowJoin.Spec spec = new WindowJoin.Spec(
                    new WindowJoin.SideSpec(frame(windows, 0), type == JoinRelType.LEFT || type == JoinRelType.FULL),
                    new WindowJoin.SideSpec(frame(windows, 1), type == JoinRelType.RIGHT || type == JoinRelType.FULL),
                    condition,
                    SlidingWindow.Spec.MAX_ROWS);
            node = new PlanNode.Join(left.stream.node(), right.stream.node(), spec);
        }
        return new Step(node, steps.withRowTime(join.getRowType()), true);
    }

    /** The join of two parts of a larger one. */
    ManyJoin.Node pair(LogicalJoin join, ManyJoin.Node left, ManyJoin.Node right) {
        JoinRelType type = join.getJoinType();
        return new ManyJoin.Pair(
                left,
                type == JoinRelType.LEFT || type == JoinRelType.FULL,
                right,
                type == JoinRelType.RIGHT || type == JoinRelType.FULL,
                condition(join));
    }

    /** The window of a stream that is one side of a join. */
    static Frame frame(LogicalJoin join, int side) {
        return frame(windows(join), side);
    }

    private static RexCall windows(LogicalJoin join) {
        return RelOptUtil.conjunctions(join.getCondition()).stream()
                .filter(JoinPlanner::isWindows)
                .map(RexCall.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isWindows(RexNode part) {
        return part instanceof RexCall call && Markers.is(call.getOperator(), Markers.JOIN);
    }

    private static Frame frame(RexCall windows, int side) {
        return JoinWindow.frame(held(windows, side));
    }

    private static String held(RexCall windows, int side) {
        RexLiteral text = (RexLiteral) windows.getOperands().get(side);
        return Objects.requireNonNull(text.getValueAs(String.class)).strip();
    }

    private static LookupJoin.Matches matches(RexCall windows) {
        return switch (held(windows, 1)) {
            case JoinWindow.ANY_OF_TABLE -> LookupJoin.Matches.ANY;
            case JoinWindow.NONE_OF_TABLE -> LookupJoin.Matches.NONE;
            default -> LookupJoin.Matches.ALL;
        };
    }

    private JoinCondition condition(LogicalJoin join) {
        List<RexNode> conditions = RelOptUtil.conjunctions(join.getCondition()).stream()
                .filter(part -> !isWindows(part))
                .toList();
        JoinInfo info = join.analyzeCondition();
        RelDataType left = join.getLeft().getRowType();
        RelDataType right = join.getRight().getRowType();
        List<Integer> leftKeys = new ArrayList<>();
        List<Integer> rightKeys = new ArrayList<>();
        for (int i = 0; i < info.leftKeys.size(); i++) {
            int l = info.leftKeys.get(i);
            int r = info.rightKeys.get(i);
            if (areHashable(
                    left.getFieldList().get(l).getType(),
                    right.getFieldList().get(r).getType())) {
                leftKeys.add(l);
                rightKeys.add(r);
            }
        }
        RelDataType both = steps.withRowTime(join.getRowType());
        return new JoinCondition(
                leftKeys.stream().mapToInt(Integer::intValue).toArray(),
                rightKeys.stream().mapToInt(Integer::intValue).toArray(),
                steps.condition(conditions, both),
                left.getFieldCount(),
                right.getFieldCount());
    }

    /** Whether equal values of both columns are equal in Java too; of others the condition alone decides. */
    private static boolean areHashable(RelDataType left, RelDataType right) {
        Optional<TypeKind> kind = SqlTypes.kind(left);
        return kind.isPresent() && kind.get() != TypeKind.CHAR && kind.equals(SqlTypes.kind(right));
    }

    /**
     * One side of a join.
     *
     * @param table name of the reference table, empty for a stream
     * @param stream null for a table
     */
    record Side(String table, @Nullable Step stream) {}
}
