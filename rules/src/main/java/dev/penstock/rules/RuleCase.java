package dev.penstock.rules;

/** A test case for one rule: a message, and what the rule is expected to make of it. Made by {@link RuleCases}. */
public interface RuleCase {

    /** As its file names it; {@code file:line} when it does not. Need not be unique. */
    String id();

    /** What counts are kept by, for example the function under test; the name of the file when it says nothing. */
    String area();

    /** The SQL or the substitution template under test; empty when the case cannot be read. */
    String subject();

    /** The file it was read from, as the reader was told. */
    String file();

    /** Where it stands there, from 1. */
    int line();

    /** Runs it. May be repeated and always gives the same: the clock and the random values are part of the case. */
    Result run();

    /**
     * What became of a case.
     *
     * @param expected what it asks for, in words or as JSON
     * @param got what the rule gave, in words or as JSON; for a case that cannot be run, what is wrong with it
     * @param explanation why, as an indented tree; empty when the case passed or nothing was evaluated
     */
    record Result(boolean passed, String expected, String got, String explanation) {}
}
