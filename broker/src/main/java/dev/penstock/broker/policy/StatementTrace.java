package dev.penstock.broker.policy;

import java.util.List;

/**
 * How one statement fares with a request.
 *
 * @param policy its name
 * @param version of the document
 * @param number place of the statement in it, from 1
 * @param sid empty when it has none
 * @param actions as they are written, in lower case
 * @param resources as they are written, and what they mean for this client
 * @param actionFits whether it is about the action
 * @param resourceFits whether it is about the resource
 * @param unmet the conditions that do not hold
 */
public record StatementTrace(
        String policy,
        int version,
        int number,
        String sid,
        boolean allows,
        List<String> actions,
        List<Written> resources,
        boolean actionFits,
        boolean resourceFits,
        List<String> unmet) {
    public StatementTrace {
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
        unmet = List.copyOf(unmet);
    }

    /**
     * A resource of a statement.
     *
     * @param text as it is written
     * @param meant with the values of its variables; a variable without a value stays
     */
    public record Written(String text, List<String> meant) {
        public Written {
            meant = List.copyOf(meant);
        }
    }

    /** Whether the statement decides something about the request. */
    public boolean fits() {
        return actionFits && resourceFits && unmet.isEmpty();
    }

    static StatementTrace of(PolicyEngine.NamedPolicy policy, int number, Statement statement, PolicyRequest request) {
        return new StatementTrace(
                policy.name(),
                policy.version(),
                number,
                statement.sid(),
                statement.allows(),
                statement.actions().stream().map(TextPattern::toString).toList(),
                statement.resources().stream()
                        .map(pattern -> new Written(pattern.toString(), pattern.texts(request)))
                        .toList(),
                statement.isAboutAction(request),
                statement.isAboutResource(request),
                statement.conditions().stream()
                        .filter(condition -> !condition.holds(request))
                        .map(condition -> "%s (wanted %s, given %s)"
                                .formatted(condition.key(), condition.wanted(), request.values(condition.key())))
                        .toList());
    }
}
