package dev.penstock.rules.eval;

import dev.penstock.rules.sql.Expression;

/** Where the compiler finds functions. */
public interface FunctionSource {

    /** The function of a call that the checker has let pass. */
    SqlFunction function(Expression.Call call);
}
