package dev.penstock.analytics.operator;

import dev.penstock.analytics.log.LogParser;
import org.jspecify.annotations.Nullable;

/** Adds the fields of the record that a log parsing function makes of a column at the end of each row. */
public final class LogSplit implements Operator {
    private final LogParser parser;
    private final int column;
    private final int fields;
    private final Operator down;

    /** @param column position of the text */
    public LogSplit(LogParser parser, int column, Operator down) {
        this.parser = parser;
        this.column = column;
        this.fields = parser.fields().size();
        this.down = down;
    }

    @Override
    public void row(long rowTime, @Nullable Object[] values) {
        @Nullable Object[] result = new Object[values.length + fields];
        System.arraycopy(values, 0, result, 0, values.length);
        @Nullable
        Object @Nullable [] record = values[column] == null ? null : parser.parse((String) values[column], rowTime);
        if (record != null) {
            System.arraycopy(record, 0, result, values.length, fields);
        }
        down.row(rowTime, result);
    }

    @Override
    public void bound(long time) {
        down.bound(time);
    }
}
