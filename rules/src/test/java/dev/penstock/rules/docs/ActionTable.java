package dev.penstock.rules.docs;

import dev.penstock.rules.RuleTargets;
import dev.penstock.rules.action.RegisteredActions;
import dev.penstock.rules.spi.ActionProvider;

/** The kinds of actions with their parameters, from the registry: each provider says itself what it reads. */
final class ActionTable {
    private ActionTable() {}

    static String text() {
        StringBuilder table = new StringBuilder("| action | parameters |\n|---|---|\n");
        for (ActionProvider provider : RegisteredActions.all(Present.all(RuleTargets.class), Present.TIME)) {
            table.append("| `%s` | %s |\n".formatted(provider.kind(), ReadParameters.of(provider)));
        }
        return table.toString();
    }
}
