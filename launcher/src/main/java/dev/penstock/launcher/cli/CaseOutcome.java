package dev.penstock.launcher.cli;

import dev.penstock.analytics.SqlCase;
import dev.penstock.rules.RuleCase;

/**
 * A test case that has run, of whatever kind.
 *
 * @param explanation empty when there is none
 */
record CaseOutcome(
        String id,
        String area,
        String file,
        int line,
        boolean passed,
        String expected,
        String got,
        String explanation) {

    static CaseOutcome of(RuleCase one) {
        RuleCase.Result result = one.run();
        return new CaseOutcome(
                one.id(),
                one.area(),
                one.file(),
                one.line(),
                result.passed(),
                result.expected(),
                result.got(),
                result.explanation());
    }

    static CaseOutcome of(SqlCase one) {
        SqlCase.Result result = one.run();
        return new CaseOutcome(
                one.id(),
                one.area(),
                one.file(),
                one.line(),
                result.passed(),
                result.expected(),
                result.got(),
                result.explanation());
    }
}
