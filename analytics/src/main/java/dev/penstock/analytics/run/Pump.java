package dev.penstock.analytics.run;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.PipelineClosed;
import dev.penstock.analytics.operator.RowErrors;
import dev.penstock.analytics.plan.PlanNode;
import dev.penstock.analytics.plan.PumpPlan;
import dev.penstock.analytics.type.Assignment;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.analytics.window.Watermark;
import dev.penstock.platform.data.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.DataContext;
import org.jspecify.annotations.Nullable;

/**
 * A running pump: the operators of its query between the streams it reads and the one it fills. A row that fails leaves
 * the pump as if it had not come, and goes to the error stream.
 */
final class Pump implements PlanNode.Site {
    private final PumpPlan plan;
    private final ErrorStream errorStream;
    private final PumpCounters counters;
    private final Watermark watermark = new Watermark();
    private final DataContext context;
    private final Function<String, InApplicationStream> streams;
    private final Function<String, List<@Nullable Object[]>> tables;

    private Pump(
            PumpPlan plan,
            PumpCounters counters,
            ErrorStream errorStream,
            DataContext context,
            Function<String, InApplicationStream> streams,
            Function<String, List<@Nullable Object[]>> tables) {
        this.plan = plan;
        this.counters = counters;
        this.errorStream = errorStream;
        this.context = context;
        this.streams = streams;
        this.tables = tables;
    }

    /**
     * Sets the operators up; rows flow as soon as a source stream has some.
     *
     * @param watermark of the whole application; gets the operators of this pump
     */
    static Pump start(
            PumpPlan plan,
            PumpCounters counters,
            ErrorStream errorStream,
            Watermark watermark,
            DataContext context,
            Function<String, InApplicationStream> streams,
            Function<String, List<@Nullable Object[]>> tables) {
        Pump pump = new Pump(plan, counters, errorStream, context, streams, tables);
        plan.query().open(pump.new Insertion(streams.apply(plan.target().name())), pump);
        watermark.add(pump.watermark);
        return pump;
    }

    String name() {
        return plan.name();
    }

    /** What its windows hold. */
    List<Watermark.Held> held() {
        return watermark.held();
    }

    @Override
    public void ownTime() {
        watermark.setUntimed();
        streams.apply(plan.target().name()).setOwnTime();
    }

    @Override
    public void read(String stream, Operator reader) {
        InApplicationStream source = streams.apply(stream);
        if (source.hasOwnTime()) {
            ownTime();
        }
        source.addReader(new Guard(source.schema(), reader));
    }

    @Override
    public List<@Nullable Object[]> table(String name) {
        return tables.apply(name);
    }

    @Override
    public RowErrors errors() {
        return (rowTime, values, cause) -> fail(cause, rowTime, Bytes.utf8(Arrays.toString(values)));
    }

    private void fail(RuntimeException cause, long rowTime, Bytes row) {
        counters.errorRow();
        errorStream.add(cause, rowTime, row, plan.name());
    }

    @Override
    public Watermark watermark() {
        return watermark;
    }

    @Override
    public DataContext context() {
        return context;
    }

    /** Keeps the failure of a row inside the pump. */
    private final class Guard implements Operator {
        private final StreamSchema schema;
        private final Operator reader;

        Guard(StreamSchema schema, Operator reader) {
            this.schema = schema;
            this.reader = reader;
        }

        @Override
        public void row(long rowTime, @Nullable Object[] values) {
            counters.rowIn();
            try {
                reader.row(rowTime, values);
            } catch (PipelineClosed closed) {
                throw closed;
            } catch (RuntimeException failure) {
                fail(failure, rowTime, RowFormat.JSON.write(schema, values));
            }
        }

        @Override
        public void bound(long time) {
            reader.bound(time);
        }
    }

    /** INSERT INTO: fits the columns of the query to those of the stream. */
    private final class Insertion implements Operator {
        private final InApplicationStream target;
        private final List<StreamColumn> columns;
        private Long boxedRowTime = 0L;

        Insertion(InApplicationStream target) {
            this.target = target;
            this.columns = target.schema().columns();
        }

        @Override
        public void row(long rowTime, @Nullable Object[] values) {
            @Nullable Object[] row = new Object[1 + columns.size()];
            if (boxedRowTime != rowTime) {
                boxedRowTime = rowTime; // of one millisecond there are many rows
            }
            row[0] = boxedRowTime;
            int[] positions = plan.targetColumns();
            for (int i = 0; i < positions.length; i++) {
                row[1 + positions[i]] = Assignment.assign(values[i], columns.get(positions[i]));
            }
            counters.rowOut();
            target.row(rowTime, row);
        }

        @Override
        public void bound(long time) {
            target.bound(time);
        }
    }
}
