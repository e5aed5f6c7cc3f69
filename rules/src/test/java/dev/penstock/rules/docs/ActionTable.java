package dev.penstock.rules.docs;

import dev.penstock.rules.RuleSettings;
import dev.penstock.rules.RuleTargets;
import dev.penstock.rules.action.RegisteredActions;
import dev.penstock.rules.spi.ActionProvider;
import java.util.List;

/** The kinds of actions with their parameters, from the registry: each provider says itself what it reads. */
final class ActionTable {
    private ActionTable() {}

    /** Actions that run. */
    static String running() {
        return table(registered(RuleSettings.defaults()));
    }

    /** Actions that only keep what they would send, when that is asked for. */
    static String recorded() {
        RuleSettings settings = RuleSettings.defaults().withRecordOnly(RuleSettings.RECORDABLE);
        return table(registered(settings).stream()
                .filter(provider -> RuleSettings.RECORDABLE.contains(provider.kind()))
                .toList());
    }

    /** Without those that the tests bring along. */
    private static List<ActionProvider> registered(RuleSettings settings) {
        return RegisteredActions.all(
                Present.all(RuleTargets.class),
                settings.withActionClasses(ClassLoader.getPlatformClassLoader()),
                Present.TIME);
    }

    private static String table(List<ActionProvider> providers) {
        StringBuilder table = new StringBuilder("| action | parameters |\n|---|---|\n");
        for (ActionProvider provider : providers) {
            table.append("| `%s` | %s |\n".formatted(provider.kind(), ReadParameters.of(provider)));
        }
        return table.toString();
    }
}
