package dev.penstock.rules.cases;

import dev.penstock.rules.RuleCase;
import dev.penstock.rules.RuleCases.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A case that cannot be run; it fails and says why. */
record BrokenCase(CaseHead head, List<Problem> problems) implements RuleCase {

    @Override
    public String id() {
        return head.id();
    }

    @Override
    public String area() {
        return head.area();
    }

    @Override
    public String subject() {
        return head.subject();
    }

    @Override
    public String file() {
        return head.file();
    }

    @Override
    public int line() {
        return head.line();
    }

    @Override
    public Result run() {
        String all = problems.stream().map(Problem::text).collect(Collectors.joining("; "));
        return new Result(false, "a case that can be run", "%s:%d: %s".formatted(file(), line(), all), "");
    }
}
