package dev.penstock.analytics.run;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.type.StreamSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stream inside the application: hands each row to its listener, its outputs and the pumps that read it, in turn. */
final class InApplicationStream implements Operator {
    private final StreamSchema schema;
    private final RowTap tap;
    private final List<RowOutput> outputs;
    private final List<Operator> readers = new ArrayList<>();
    private final StreamLog seen;
    private boolean hasOwnTime;

    InApplicationStream(StreamSchema schema, RowTap tap, List<RowOutput> outputs, StreamLog seen) {
        this.schema = schema;
        this.tap = tap;
        this.outputs = List.copyOf(outputs);
        this.seen = seen;
    }

    /** Notes that a query sets the row time of its rows. */
    void setOwnTime() {
        hasOwnTime = true;
    }

    boolean hasOwnTime() {
        return hasOwnTime;
    }

    StreamSchema schema() {
        return schema;
    }

    void addReader(Operator reader) {
        readers.add(reader);
    }

    @Override
    public void row(long rowTime, @Nullable Object[] values) {
        seen.row(rowTime, values);
        tap.row(schema, rowTime, values);
        for (RowOutput output : outputs) {
            output.write(values);
        }
        for (Operator reader : readers) {
            reader.row(rowTime, values);
        }
    }

    @Override
    public void bound(long time) {
        seen.bound(time);
        for (Operator reader : readers) {
            reader.bound(time);
        }
    }

    /** Sees the rows of in-application streams. */
    interface RowTap {
        /** A stream that nobody sees. */
        RowTap NONE = (schema, rowTime, values) -> {};

        void row(StreamSchema schema, long rowTime, @Nullable Object[] values);
    }
}
