package dev.penstock.rules.cases;

import dev.penstock.rules.RuleCase;

/** A case that was understood. */
record RunnableCase(CaseDefinition definition) implements RuleCase {

    @Override
    public String id() {
        return definition.head().id();
    }

    @Override
    public String area() {
        return definition.head().area();
    }

    @Override
    public String subject() {
        return definition.head().subject();
    }

    @Override
    public String file() {
        return definition.head().file();
    }

    @Override
    public int line() {
        return definition.head().line();
    }

    @Override
    public Result run() {
        return CaseRunner.run(definition);
    }
}
