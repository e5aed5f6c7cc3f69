package dev.penstock.broker.policy;

import java.util.List;
import java.util.Locale;

/**
 * One statement of a document.
 *
 * @param sid empty when it has none
 * @param actions in lower case
 * @param notActions whether it is about all actions but these
 * @param notResources whether it is about all resources but these
 * @param conditions all of them must hold
 */
public record Statement(
        String sid,
        boolean allows,
        List<TextPattern> actions,
        boolean notActions,
        List<TextPattern> resources,
        boolean notResources,
        List<Condition> conditions) {
    public Statement {
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
        conditions = List.copyOf(conditions);
    }

    boolean isAbout(PolicyRequest request) {
        return isAboutAction(request)
                && isAboutResource(request)
                && conditions.stream().allMatch(condition -> condition.holds(request));
    }

    boolean isAboutAction(PolicyRequest request) {
        String action = request.action().policyName().toLowerCase(Locale.ROOT);
        return notActions != actions.stream().anyMatch(pattern -> pattern.matches(action, request));
    }

    boolean isAboutResource(PolicyRequest request) {
        return notResources
                != request.resources().stream()
                        .anyMatch(arn -> resources.stream().anyMatch(pattern -> pattern.matches(arn, request)));
    }
}
