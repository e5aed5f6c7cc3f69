package dev.penstock.analytics.plan;

import dev.penstock.analytics.join.JoinCondition;
import dev.penstock.analytics.join.LookupJoin;
import dev.penstock.analytics.join.ManyJoin;
import dev.penstock.analytics.join.WindowJoin;
import dev.penstock.analytics.window.Aggregate;
import dev.penstock.analytics.window.Frame;
import dev.penstock.analytics.window.SetTree;
import dev.penstock.analytics.window.SlidingFunction;
import dev.penstock.analytics.window.SlidingWindow;
import dev.penstock.analytics.window.SortedBatch;
import dev.penstock.analytics.window.Span;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/** Plans as text. {@code [n]} is a column of the step before, counted from 0. */
final class PlanText {
    private static final Pattern REFERENCE = Pattern.compile("(?:_UTF-16LE)?('(?:[^']|'')*')|\\$(\\d+)");
    private static final Pattern MADE_UP_NAME = Pattern.compile("C\\d+");

    private PlanText() {}

    /** The whole application: its pumps in the order of the code, each a tree whose leaves are streams. */
    static String of(ApplicationPlan plan) {
        return plan.pumps().stream().map(PlanText::pump).collect(Collectors.joining("\n"));
    }

    private static String pump(PumpPlan pump) {
        StringBuilder text = new StringBuilder(
                "pump %s into %s".formatted(pump.name(), pump.target().name()));
        String columns = IntStream.of(pump.targetColumns())
                .mapToObj(column -> pump.target().columns().get(column).name())
                .collect(Collectors.joining(", "));
        text.append(" (").append(columns).append(")");
        tree(pump.query(), 1, text);
        return text.toString();
    }

    private static void tree(PlanNode node, int depth, StringBuilder text) {
        text.append('\n').append("  ".repeat(depth)).append(node.describe());
        node.inputs().forEach(input -> tree(input, depth + 1, text));
    }

    /** @param input the row that the expressions stand on */
    static String compute(List<RexNode> conditions, List<RexNode> projection, RelDataType input) {
        String all = isIdentity(projection, input)
                ? "all columns"
                : IntStream.range(0, projection.size())
                        .mapToObj(i -> "[%d] %s".formatted(i, named(projection.get(i), input)))
                        .collect(Collectors.joining(", "));
        String where =
                conditions.stream().map(condition -> named(condition, input)).collect(Collectors.joining(" AND "));
        return "select " + all + (where.isEmpty() ? "" : " where " + where);
    }

    private static boolean isIdentity(List<RexNode> projection, RelDataType input) {
        return projection.size() == input.getFieldCount()
                && IntStream.range(0, projection.size())
                        .allMatch(i -> projection.get(i) instanceof RexInputRef column && column.getIndex() == i);
    }

    private static String named(RexNode expression, RelDataType input) {
        return REFERENCE.matcher(expression.toString()).replaceAll(found -> {
            if (found.group(1) != null) {
                return Matcher.quoteReplacement(found.group(1));
            }
            int index = Integer.parseInt(found.group(2));
            String name = index < input.getFieldCount() ? input.getFieldNames().get(index) : "";
            boolean isTold = !name.isEmpty() && !MADE_UP_NAME.matcher(name).matches();
            return Matcher.quoteReplacement(isTold ? name : "[%d]".formatted(index));
        });
    }

    static String groups(String window, int[] keys, List<Aggregate> aggregates) {
        String computed = aggregates.stream()
                .map(aggregate -> "%s(%s)".formatted(aggregate.function(), argument(aggregate.argument())))
                .collect(Collectors.joining(", "));
        return "%s, by %s: %s"
                .formatted(
                        window,
                        keys.length == 0 ? "nothing" : columns(keys),
                        computed.isEmpty() ? "nothing is computed" : computed);
    }

    /** For example {@code (1 UNION 2) EXCEPT ALL 3}, the numbers being those of the inputs. */
    static String set(SetTree tree) {
        if (tree instanceof SetTree.Combined combined) {
            return "%s %s%s %s"
                    .formatted(
                            operand(combined.left()),
                            combined.kind(),
                            combined.isAll() ? " ALL" : "",
                            operand(combined.right()));
        }
        return Integer.toString(((SetTree.Input) tree).index() + 1);
    }

    private static String operand(SetTree tree) {
        return tree instanceof SetTree.Combined ? "(" + set(tree) + ")" : set(tree);
    }

    static String columns(int[] columns) {
        return IntStream.of(columns).mapToObj("[%d]"::formatted).collect(Collectors.joining(", "));
    }

    private static String argument(int column) {
        return column < 0 ? "*" : "[%d]".formatted(column);
    }

    static String span(Span span) {
        if (span instanceof Span.Fixed fixed) {
            return millis(fixed.millis());
        }
        if (span instanceof Span.Shifted shifted) {
            return shifted.millis() == 0 || shifted.isClosed()
                    ? span(shifted.base())
                    : "%s, %d ms early".formatted(span(shifted.base()), shifted.millis());
        }
        if (span instanceof Span.Moment) {
            return "each result";
        }
        return ((Span.Calendar) span).isYear() ? "a calendar year" : "a calendar month";
    }

    /** For example {@code 1m30s}. */
    static String millis(long millis) {
        return Duration.ofMillis(millis).toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }

    private static String frame(Frame frame) {
        if (frame.isUnbounded()) {
            return "all rows so far";
        }
        return frame.isRows() ? "the row and %d before it".formatted(frame.size()) : "the last " + millis(frame.size());
    }

    static String sliding(SlidingWindow.Spec spec) {
        String computed = spec.functions().stream().map(PlanText::function).collect(Collectors.joining(", "));
        return "sliding window of %s, by %s: %s"
                .formatted(frame(spec.frame()), spec.keys().length == 0 ? "nothing" : columns(spec.keys()), computed);
    }

    private static String function(SlidingFunction function) {
        return "%s(%s)".formatted(function.kind(), argument(function.argument()));
    }

    static String sorted(SortedBatch.Spec spec) {
        Span span = spec.span();
        return "sorted, in batches until %s"
                .formatted(
                        span == null
                                ? "[%d] changes".formatted(spec.leading())
                                : "the window of %s ends".formatted(span(span)));
    }

    static String join(WindowJoin.Spec spec) {
        return "join of %s%s with %s%s%s"
                .formatted(
                        side(spec.left()),
                        spec.left().isOuter() ? " (kept without a partner)" : "",
                        side(spec.right()),
                        spec.right().isOuter() ? " (kept without a partner)" : "",
                        keys(spec.condition(), true));
    }

    /** Streams are called by the windows that they have, in their order. */
    static String joins(ManyJoin.Node node) {
        if (node instanceof ManyJoin.Pair pair) {
            return "join of %s%s with %s%s%s"
                    .formatted(
                            part(pair.left()),
                            pair.keepsLeft() ? " (kept without a partner)" : "",
                            part(pair.right()),
                            pair.keepsRight() ? " (kept without a partner)" : "",
                            keys(pair.condition(), true));
        }
        return node instanceof ManyJoin.Table table
                ? "reference table " + table.name()
                : held(((ManyJoin.Source) node).frame());
    }

    private static String part(ManyJoin.Node node) {
        return node instanceof ManyJoin.Pair ? "(" + joins(node) + ")" : joins(node);
    }

    private static String side(WindowJoin.SideSpec side) {
        return held(side.frame());
    }

    private static String held(Frame frame) {
        return frame.isRows() && frame.size() == 0 ? "the current row" : frame(frame);
    }

    static String lookup(LookupJoin.Spec spec) {
        return "join with reference table %s%s%s"
                .formatted(
                        spec.table(),
                        switch (spec.matches()) {
                            case ALL -> spec.isOuter() ? " (rows are kept without a partner)" : "";
                            case ANY -> " (rows are kept once, with a partner)";
                            case NONE -> " (rows are kept without a partner only)";
                        },
                        keys(spec.condition(), !spec.tableIsLeft()));
    }

    private static String keys(JoinCondition condition, boolean leftFirst) {
        int[] first = leftFirst ? condition.leftKeys() : condition.rightKeys();
        int[] second = leftFirst ? condition.rightKeys() : condition.leftKeys();
        return first.length == 0 ? ", each with each" : ", found by %s = %s".formatted(columns(first), columns(second));
    }
}
