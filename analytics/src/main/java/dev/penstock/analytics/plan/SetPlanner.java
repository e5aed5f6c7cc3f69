package dev.penstock.analytics.plan;

import dev.penstock.analytics.window.SetChange;
import dev.penstock.analytics.window.SetTree;
import dev.penstock.analytics.window.SetWindow;
import dev.penstock.analytics.window.Span;
import dev.penstock.analytics.window.Tumbling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Util;

/**
 * UNION, INTERSECT and EXCEPT: all that are nested into each other are one step over the queries between them. Rows are
 * compared within one value of a column that never goes back, in all of these queries at the same place.
 */
final class SetPlanner {
    private final SqlParserPos at;

    /** @param at where the set operation stands */
    SetPlanner(SqlParserPos at) {
        this.at = at;
    }

    /** Whether a set operation has to compare rows. */
    static boolean isComparing(RelNode node) {
        return node instanceof SetOp set && !(set.kind == SqlKind.UNION && set.all);
    }

    /** @param branch makes a query's rows have the columns of the result */
    PlanNode plan(SetOp set, Function<RelNode, PlanNode> branch) {
        List<RelNode> queries = new ArrayList<>();
        SetTree tree = tree(set, queries);
        List<PlanNode> inputs = queries.stream().map(branch).toList();
        int width = set.getRowType().getFieldCount();
        int most = Tumbling.Spec.MAX_GROUPS;
        Optional<Integer> window = window(queries, width);
        if (window.isPresent()) {
            List<Shapes.Cut> cuts = cuts(queries, window.get());
            List<Boolean> areEnds = cuts.stream().map(Shapes.Cut::isEnded).toList();
            return new PlanNode.SetWindows(
                    inputs, new SetWindow.Spec(tree, cuts.get(0).span(), areEnds, width, most));
        }
        for (int i = 0; i < width; i++) {
            int column = i;
            if (queries.stream().allMatch(query -> Shapes.isMonotonic(query, column))) {
                return new PlanNode.SetChanges(inputs, new SetChange.Spec(tree, column, queries.size(), width, most));
            }
        }
        throw new Unsupported(
                ("%s of streams needs ROWTIME, FLOOR(ROWTIME TO unit), STEP(ROWTIME BY INTERVAL 'n' unit) or"
                                + " MONOTONIC(expression) at the same place of both SELECT lists: without it no row is ever known"
                                + " to be the last of its kind")
                        .formatted(set.kind.sql),
                at);
    }

    private static SetTree tree(RelNode maybeDelta, List<RelNode> queries) {
        RelNode node = Shapes.withoutDelta(maybeDelta);
        if (!(node instanceof SetOp set)) {
            queries.add(node);
            return new SetTree.Input(queries.size() - 1);
        }
        SetTree tree = tree(set.getInput(0), queries);
        for (RelNode other : Util.skip(set.getInputs())) {
            tree = new SetTree.Combined(kind(set.kind), set.all, tree, tree(other, queries));
        }
        return tree;
    }

    private static SetTree.Kind kind(SqlKind kind) {
        return switch (kind) {
            case UNION -> SetTree.Kind.UNION;
            case INTERSECT -> SetTree.Kind.INTERSECT;
            default -> SetTree.Kind.EXCEPT;
        };
    }

    /** The column that cuts time the same way in all queries, the finest of them. */
    private static Optional<Integer> window(List<RelNode> queries, int width) {
        Optional<Integer> found = Optional.empty();
        for (int i = 0; i < width; i++) {
            List<Shapes.Cut> cuts = cuts(queries, i);
            boolean isSame = cuts.size() == queries.size()
                    && cuts.stream()
                                    .map(cut -> new Shapes.Cut(cut.span(), cut.shift(), false))
                                    .distinct()
                                    .count()
                            == 1;
            if (isSame && (found.isEmpty() || cuts.get(0).isRowTime())) {
                found = Optional.of(i);
            }
        }
        return found;
    }

    private static List<Shapes.Cut> cuts(List<RelNode> queries, int column) {
        return queries.stream()
                .flatMap(query -> Shapes.cut(query, column).stream())
                .toList();
    }

    /** The times within which a column of the result has one value and results come, if it is one that cuts time. */
    static Optional<Span> batches(SetOp set, int column) {
        List<RelNode> queries = new ArrayList<>();
        tree(set, queries);
        List<Shapes.Cut> cuts = cuts(queries, column);
        boolean isSame =
                cuts.size() == queries.size() && cuts.stream().distinct().count() == 1;
        if (isComparing(set)) {
            boolean isWindow = window(queries, set.getRowType().getFieldCount())
                    .filter(window -> window == column)
                    .isPresent();
            return isWindow ? Optional.of(new Span.Moment()) : Optional.empty();
        }
        boolean isPlain = set.getInputs().stream().noneMatch(input -> isComparing(Shapes.withoutDelta(input)));
        return isSame && isPlain
                ? Optional.of(
                        cuts.get(0).isEnded() ? new Span.Fixed(1) : cuts.get(0).span())
                : Optional.empty();
    }
}
