package dev.penstock.rules.action;

import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.ActionProvider;
import java.util.function.Function;

/** A provider of our own: its name and the constructor of the action. */
record BuiltIn(String kind, Function<ActionParameters, Action> constructor) implements ActionProvider {

    static ActionProvider of(String kind, Function<ActionParameters, Action> constructor) {
        return new BuiltIn(kind, constructor);
    }

    @Override
    public Action create(ActionParameters parameters) {
        return constructor.apply(parameters);
    }
}
