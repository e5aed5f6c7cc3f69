package dev.penstock.analytics.plan;

import dev.penstock.analytics.plan.PlanNode.Scan;
import dev.penstock.analytics.plan.PlanNode.Union;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
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
import org.apache.calcite.util.Util;

/** From Calcite's relational algebra to our operators. Knows a handful of shapes and refuses all others. */
final class Planner {
    private final Catalog catalog;
    private final Steps steps;
    private final LogPlanner logs;
    private final SlidingPlanner sliding;
    private final GroupPlanner groups;
    private final JoinPlanner joins;

    Planner(Catalog catalog, Functions functions, LogColumns logs, Steps steps) {
        this.catalog = catalog;
        this.steps = steps;
        this.logs = new LogPlanner(logs, steps);
        sliding = new SlidingPlanner(functions, steps);
        groups = new GroupPlanner(functions);
        joins = new JoinPlanner(steps);
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
        return joins.plan(join, side(left), side(right));
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
