package dev.penstock.analytics.table;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.RowErrors;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.window.Holding;
import dev.penstock.analytics.window.Watermark;
import java.util.List;

/** One call of a table function, checked. */
public interface TableFunction {

    /** The columns that come out, without ROWTIME. */
    List<StreamColumn> columns();

    /** What it keeps while it runs. */
    Holding holding();

    /**
     * Makes the operator that carries it out.
     *
     * @param down takes rows with ROWTIME first, as they come in
     */
    Running open(Operator down, RowErrors errors);

    /** What runs: takes the rows of the query, ROWTIME first. */
    interface Running extends Operator, Watermark.Waiting {}
}
