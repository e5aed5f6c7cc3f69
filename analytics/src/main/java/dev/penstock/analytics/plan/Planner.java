package dev.penstock.analytics.plan;

import dev.penstock.analytics.join.ManyJoin;
import dev.penstock.analytics.plan.PlanNode.Scan;
import dev.penstock.analytics.plan.PlanNode.Union;
import dev.penstock.analytics.window.SlidingWindow;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.stream.LogicalDelta;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Util;

/** From Calcite's relational algebra to our operators. Knows a handful of shapes and refuses all others. */
final class Planner {
    private final Catalog catalog;
    private final Steps steps;
    private final LogPlanner logs;
    private final SlidingPlanner sliding;
    private final GroupPlanner groups;
    private final JoinPlanner joins;
    private final SetPlanner sets;

    /** @param setAt where the first set operation of the query stands, if there is one */
    Planner(Catalog catalog, Functions functions, LogColumns logs, Steps steps, SqlParserPos setAt) {
        this.catalog = catalog;
        this.steps = steps;
        this.logs = new LogPlanner(logs, steps);
        sliding = new SlidingPlanner(functions, steps);
        groups = new GroupPlanner(functions);
        joins = new JoinPlanner(steps);
        sets = new SetPlanner(setAt);
    }

    /** @throws Unsupported when there is no operator for a part */
    PlanNode plan(RelNode node) {
        return step(node).node();
    }

    private Step step(RelNode node) {
        if (node instanceof LogicalDelta delta) {
            return step(delta.getInput());
        }
        if (node instanceof LogicalTableScan scan) {
            return Step.of(scan(Util.last(scan.getTable().getQualifiedName())), scan.getRowType());
        }
        if (node instanceof LogicalProject project) {
            return project(project);
        }
        if (node instanceof LogicalFilter filter) {
            return steps.filter(step(filter.getInput()), RelOptUtil.conjunctions(filter.getCondition()));
        }
        if (node instanceof LogicalAggregate aggregate) {
            Step input = step(aggregate.getInput());
            return Step.of(groups.plan(aggregate, input.node()), aggregate.getRowType());
        }
        if (node instanceof LogicalJoin join) {
            return join(join);
        }
        if (node instanceof LogicalSort sort && sort.offset == null && sort.fetch == null) {
            return Step.of(SortPlanner.plan(sort, step(sort.getInput()).node()), sort.getRowType());
        }
        if (SetPlanner.isComparing(node)) {
            PlanNode set = sets.plan((SetOp) node, input -> branch(input, node.getRowType()));
            return Step.of(set, node.getRowType());
        }
        if (node instanceof LogicalUnion union && union.all) {
            return Step.of(
                    new Union(union.getInputs().stream()
                            .map(input -> branch(input, union.getRowType()))
                            .toList()),
                    union.getRowType());
        }
        throw new Unsupported("the relational operation %s is not supported".formatted(node.getRelTypeName()));
    }

    private PlanNode scan(String name) {
        PlanNode query = catalog.get(name).query();
        return query == null ? new Scan(name) : query;
    }

    /** A branch of a union whose columns have exactly the union's types. */
    private PlanNode branch(RelNode input, RelDataType row) {
        List<RexNode> columns = new ArrayList<>();
        boolean isSame = true;
        for (RexNode column : steps.identity(input.getRowType())) {
            RelDataType type = row.getFieldList().get(columns.size()).getType();
            isSame &= column.getType().getSqlTypeName() == type.getSqlTypeName()
                    && column.getType().getScale() == type.getScale();
            columns.add(steps.cast(column, type));
        }
        Step branch = step(input);
        return isSame
                ? branch.node()
                : steps.compute(branch, List.of(), columns).node();
    }

    private Step project(LogicalProject project) {
        RelNode input = Shapes.withoutDelta(project.getInput());
        List<RexNode> list = project.getProjects();
        boolean isLog = logs.isNeeded(list);
        if (!isLog && !project.containsOver() && input instanceof LogicalFilter filter) {
            return steps.compute(step(filter.getInput()), RelOptUtil.conjunctions(filter.getCondition()), list);
        }
        LogPlanner.Rest rest = project.containsOver()
                ? sliding::plan
                : (rows, projection) -> steps.compute(rows, List.of(), projection);
        return isLog ? logs.plan(step(input), list, rest) : rest.plan(step(input), list);
    }

    private Step join(LogicalJoin join) {
        RelNode left = Shapes.withoutDelta(join.getLeft());
        RelNode right = Shapes.withoutDelta(join.getRight());
        boolean isNested = left instanceof LogicalJoin || right instanceof LogicalJoin;
        if (isNested && !isTable(left) && !isTable(right)) {
            List<PlanNode> inputs = new ArrayList<>();
            ManyJoin.Node root = part(join, inputs);
            PlanNode node = new PlanNode.Joins(inputs, new ManyJoin.Spec(root, SlidingWindow.Spec.MAX_ROWS));
            return new Step(node, steps.withRowTime(join.getRowType()), true);
        }
        return joins.plan(join, side(left), side(right));
    }

    private ManyJoin.Node part(LogicalJoin join, List<PlanNode> inputs) {
        ManyJoin.Node left = part(join, 0, inputs);
        ManyJoin.Node right = part(join, 1, inputs);
        return joins.pair(join, left, right);
    }

    private ManyJoin.Node part(LogicalJoin join, int side, List<PlanNode> inputs) {
        RelNode node = Shapes.withoutDelta(join.getInput(side));
        if (node instanceof LogicalJoin inner) {
            return part(inner, inputs);
        }
        JoinPlanner.Side planned = side(node);
        if (planned.stream() == null) {
            return new ManyJoin.Table(planned.table());
        }
        inputs.add(planned.stream().node());
        return new ManyJoin.Source(JoinPlanner.frame(join, side));
    }

    private boolean isTable(RelNode node) {
        return Shapes.unnamed(node) instanceof LogicalTableScan scan
                && catalog.get(Util.last(scan.getTable().getQualifiedName())).isTable();
    }

    private JoinPlanner.Side side(RelNode node) {
        if (Shapes.unnamed(node) instanceof LogicalTableScan scan) {
            String name = Util.last(scan.getTable().getQualifiedName());
            if (catalog.get(name).isTable()) {
                return new JoinPlanner.Side(name, null);
            }
        }
        return new JoinPlanner.Side("", step(node));
    }
}
