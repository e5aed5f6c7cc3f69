package dev.penstock.functions.wire;

import java.time.Instant;
import java.util.List;

/**
 * What the API keeps beside the catalog.
 *
 * @param shown settings that change nothing here
 * @param policies who may invoke
 * @param eventsChanged when the asynchronous configuration of a function, version or alias was set
 * @param layers published layers
 */
record ApiState(
        FunctionStates<ShownSettings> shown,
        FunctionStates<Policy> policies,
        FunctionStates<Instant> eventsChanged,
        Layers layers) {

    /** Forgets a function with its versions and aliases. */
    void forget(String functionArn) {
        List.of(shown, policies, eventsChanged).forEach(states -> states.removeAll(functionArn));
    }

    ShownSettings shownOf(String arn) {
        return shown.get(arn).orElse(ShownSettings.DEFAULT);
    }
}
