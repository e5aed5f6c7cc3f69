package dev.penstock.analytics.plan;

import dev.penstock.analytics.window.Frame;

/** What one side of a join holds, as the text that {@link Markers#JOIN} carries to the planner. */
final class JoinWindow {
    /** A reference table. */
    static final String TABLE = "table";

    /** A reference table of which only matters whether it has a row. */
    static final String ANY_OF_TABLE = "any of table";

    /** A reference table of which only matters that it has no row. */
    static final String NONE_OF_TABLE = "none of table";

    private static final String ROWS = "rows ";
    private static final String MILLIS = "millis ";

    private JoinWindow() {}

    /** A stream without a window takes part with its current row only. */
    static String currentRow() {
        return text(new Frame(true, 0));
    }

    static String text(Frame frame) {
        return (frame.isRows() ? ROWS : MILLIS) + frame.size();
    }

    static Frame frame(String text) {
        boolean isRows = text.startsWith(ROWS);
        return new Frame(isRows, Long.parseLong(text.substring((isRows ? ROWS : MILLIS).length())));
    }
}
