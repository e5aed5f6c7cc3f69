package dev.penstock.rules.eval;

/** Where the compiler finds functions. */
public interface FunctionSource {

    /** The function of a name, in any case, that the checker has found to exist. */
    SqlFunction function(String name);
}
