package dev.penstock.analytics.plan;

import dev.penstock.analytics.join.LookupJoin;
import dev.penstock.analytics.join.ManyJoin;
import dev.penstock.analytics.join.WindowJoin;
import dev.penstock.analytics.log.LogParser;
import dev.penstock.analytics.operator.Calc;
import dev.penstock.analytics.operator.LogSplit;
import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.RowErrors;
import dev.penstock.analytics.operator.RowProgram;
import dev.penstock.analytics.operator.RowTimeColumn;
import dev.penstock.analytics.operator.SetRowTime;
import dev.penstock.analytics.table.TableFunction;
import dev.penstock.analytics.window.ChangeWindow;
import dev.penstock.analytics.window.SetChange;
import dev.penstock.analytics.window.SetWindow;
import dev.penstock.analytics.window.SlidingWindow;
import dev.penstock.analytics.window.SortedBatch;
import dev.penstock.analytics.window.StaggerWindow;
import dev.penstock.analytics.window.Tumbling;
import dev.penstock.analytics.window.Watermark;
import java.util.List;
import java.util.Set;
import org.apache.calcite.DataContext;
import org.jspecify.annotations.Nullable;

/** A step of a planned query; makes the operators that carry it out, once for each start of the application. */
public sealed interface PlanNode {

    /** The streams that the step and all before it read. */
    default void sources(Set<String> streams) {
        inputs().forEach(input -> input.sources(streams));
    }

    /** The steps before this one. */
    default List<PlanNode> inputs() {
        return List.of();
    }

    /** What the step does, for people; {@code [n]} is a column of the step before it, counted from 0. */
    default String describe() {
        return getClass().getSimpleName();
    }

    /** Makes the operators of this step and of all before it; what comes out goes to {@code down}. */
    void open(Operator down, Site site);

    /** Rows of an in-application stream. */
    record Scan(String stream) implements PlanNode {
        @Override
        public String describe() {
            return "rows of stream " + stream;
        }

        @Override
        public void sources(Set<String> streams) {
            streams.add(stream);
        }

        @Override
        public void open(Operator down, Site site) {
            site.read(stream, down);
        }
    }

    /**
     * WHERE, HAVING and the SELECT list.
     *
     * @param text for people
     */
    record Compute(PlanNode input, RowProgram program, int width, String text) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public String describe() {
            return text;
        }

        @Override
        public void open(Operator down, Site site) {
            input.open(new Calc(program, width, site.context(), down), site);
        }
    }

    /** {@code expression AS ROWTIME}: a column sets the row time. */
    record OwnTime(PlanNode input, int column, boolean isColumnDropped) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public void open(Operator down, Site site) {
            site.ownTime();
            input.open(new SetRowTime(column, isColumnDropped, down), site);
        }
    }

    /** GROUP BY. */
    record Window(PlanNode input, Tumbling.Spec spec) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public String describe() {
            return PlanText.groups("tumbling window of " + PlanText.span(spec.span()), spec.keys(), spec.aggregates());
        }

        @Override
        public void open(Operator down, Site site) {
            Tumbling operator = new Tumbling(spec, down, site.errors());
            site.watermark().add(operator, describe(), Holdings.of(spec));
            input.open(operator, site);
        }
    }

    /** WINDOWED BY STAGGER. */
    record Stagger(PlanNode input, StaggerWindow.Spec spec) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public String describe() {
            return PlanText.groups(
                    "stagger window of " + PlanText.millis(spec.lengthMillis()), spec.keys(), spec.aggregates());
        }

        @Override
        public void open(Operator down, Site site) {
            StaggerWindow operator = new StaggerWindow(spec, down, site.errors());
            site.watermark().add(operator, describe(), Holdings.of(spec));
            input.open(operator, site);
        }
    }

    /** GROUP BY MONOTONIC(...). */
    record Change(PlanNode input, ChangeWindow.Spec spec) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public String describe() {
            return PlanText.groups(
                    "groups until %s changes".formatted(PlanText.columns(spec.changing())),
                    spec.keys(),
                    spec.aggregates());
        }

        @Override
        public void open(Operator down, Site site) {
            ChangeWindow operator = new ChangeWindow(spec, down, site.errors());
            site.watermark().add(operator, describe(), Holdings.of(spec));
            input.open(operator, site);
        }
    }

    /** ORDER BY. */
    record Sorted(PlanNode input, SortedBatch.Spec spec) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public String describe() {
            return PlanText.sorted(spec);
        }

        @Override
        public void open(Operator down, Site site) {
            SortedBatch operator = new SortedBatch(spec, down, site.errors());
            site.watermark().add(operator, describe(), Holdings.of(spec));
            input.open(operator, site);
        }
    }

    /** A log parsing function: its fields, added at the end of each row. */
    record Split(PlanNode input, LogParser parser, int column) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public String describe() {
            return "fields of the log text in [%d]".formatted(column);
        }

        @Override
        public void open(Operator down, Site site) {
            input.open(new LogSplit(parser, column, down), site);
        }
    }

    /** {@code TABLE(function(CURSOR(query), ...))}. */
    record Function(PlanNode query, TableFunction function) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(query);
        }

        @Override
        public String describe() {
            return "table function " + function;
        }

        @Override
        public void open(Operator down, Site site) {
            TableFunction.Running operator = function.open(down, site.errors());
            site.watermark().add(operator, describe(), function.holding());
            query.open(operator, site);
        }
    }

    /** JOIN of two streams; the row time is added at the end of each pair. */
    record Join(PlanNode left, PlanNode right, WindowJoin.Spec spec) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(left, right);
        }

        @Override
        public String describe() {
            return PlanText.join(spec);
        }

        @Override
        public void open(Operator down, Site site) {
            WindowJoin operator = new WindowJoin(spec, down, site.errors(), site.context());
            site.watermark().add(operator, describe(), Holdings.of(spec));
            left.open(operator.left(), site);
            right.open(operator.right(), site);
        }
    }

    /** JOIN of three streams or more; the row time is added at the end of each row. */
    record Joins(List<PlanNode> inputs, ManyJoin.Spec spec) implements PlanNode {
        @Override
        public String describe() {
            return PlanText.joins(spec.root());
        }

        @Override
        public void open(Operator down, Site site) {
            ManyJoin operator = new ManyJoin(spec, site::table, down, site.errors(), site.context());
            site.watermark().add(operator, describe(), Holdings.of(spec));
            for (int i = 0; i < inputs.size(); i++) {
                inputs.get(i).open(operator.input(i), site);
            }
        }
    }

    /** JOIN of a stream with a reference table. */
    record Lookup(PlanNode stream, LookupJoin.Spec spec) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(stream);
        }

        @Override
        public String describe() {
            return PlanText.lookup(spec);
        }

        @Override
        public void open(Operator down, Site site) {
            stream.open(new LookupJoin(spec, site.table(spec.table()), site.context(), down, site.errors()), site);
        }
    }

    /** OVER: the results of one window, added at the end of each row. */
    record Sliding(PlanNode input, SlidingWindow.Spec spec) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public String describe() {
            return PlanText.sliding(spec);
        }

        @Override
        public void open(Operator down, Site site) {
            SlidingWindow operator = new SlidingWindow(spec, down);
            site.watermark().add(operator, describe(), Holdings.of(spec));
            input.open(operator, site);
        }
    }

    /** UNION ALL. One thread pushes rows in order of their time, so nothing needs to be merged. */
    record Union(List<PlanNode> inputs) implements PlanNode {
        @Override
        public String describe() {
            return "rows of all of these";
        }

        @Override
        public void open(Operator down, Site site) {
            inputs.forEach(input -> input.open(down, site));
        }
    }

    /** UNION, INTERSECT and EXCEPT within windows of time. */
    record SetWindows(List<PlanNode> inputs, SetWindow.Spec spec) implements PlanNode {
        @Override
        public String describe() {
            return "%s of rows in one window of %s".formatted(PlanText.set(spec.tree()), PlanText.span(spec.span()));
        }

        @Override
        public void open(Operator down, Site site) {
            SetWindow operator = new SetWindow(spec, down, site.errors());
            site.watermark().add(operator, describe(), Holdings.of(spec));
            for (int i = 0; i < inputs.size(); i++) {
                inputs.get(i).open(operator.input(i), site);
            }
        }
    }

    /** UNION, INTERSECT and EXCEPT within values of MONOTONIC(...). */
    record SetChanges(List<PlanNode> inputs, SetChange.Spec spec) implements PlanNode {
        @Override
        public String describe() {
            return "%s of rows until [%d] changes".formatted(PlanText.set(spec.tree()), spec.column());
        }

        @Override
        public void open(Operator down, Site site) {
            SetChange operator = new SetChange(spec, down, site.errors());
            site.watermark().add(operator, describe(), Holdings.of(spec));
            for (int i = 0; i < inputs.size(); i++) {
                inputs.get(i).open(operator.input(i), site);
            }
        }
    }

    /**
     * The row time as first column.
     *
     * @param dropped position of the column in whose place it is, or -1
     */
    record Timed(PlanNode input, int dropped) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public String describe() {
            return dropped < 0 ? "row time, then all columns" : "row time in the place of [%d]".formatted(dropped);
        }

        @Override
        public void open(Operator down, Site site) {
            input.open(new RowTimeColumn(dropped, down), site);
        }
    }

    /** Where the operators of a pump are set up. */
    interface Site {

        /** Says that the row time of all operators set up so far has nothing to do with the clock. */
        void ownTime();

        /** Sends the rows of a stream to an operator. */
        void read(String stream, Operator reader);

        /** The rows of a reference table. */
        List<@Nullable Object[]> table(String name);

        /** Where rows without a result go. */
        RowErrors errors();

        Watermark watermark();

        /** What generated code asks for the time. */
        DataContext context();
    }
}
