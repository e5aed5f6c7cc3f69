package dev.penstock.broker.explain;

import dev.penstock.broker.identity.Denial;
import dev.penstock.broker.identity.Denials;
import dev.penstock.broker.identity.Registry;
import dev.penstock.broker.identity.Registry.Ruling;
import dev.penstock.broker.policy.Action;
import dev.penstock.broker.policy.StatementTrace;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decisions as a person reads them. */
final class InquiryText {
    private static final String INDENT = "  ";

    private InquiryText() {}

    /** A refusal that happened. */
    static String of(Registry registry, Denial denial) {
        String who = "client '%s'%s, %s"
                .formatted(
                        denial.client().clientId(),
                        denial.client().sourceIp().isEmpty()
                                ? ""
                                : " at " + denial.client().sourceIp(),
                        denial.times() == 1
                                ? denial.first()
                                : "%d times from %s to %s".formatted(denial.times(), denial.first(), denial.last()));
        @Nullable Ruling ruling = denial.ruling();
        return ruling == null
                ? who + "\n" + INDENT + "turned away, because " + denial.reason() + "\n" + INDENT + "effect     "
                        + Effect.of(Action.CONNECT) + "\n"
                : who + "\n" + of(Inquiry.of(registry, denial, ruling));
    }

    static String of(Inquiry inquiry) {
        StringBuilder text = new StringBuilder();
        line(text, "", inquiry.decision().explanation());
        line(text, "identity", inquiry.principal().isEmpty() ? "none (plain MQTT)" : inquiry.principal());
        line(
                text,
                "thing",
                inquiry.isThingAttached()
                        ? inquiry.clientId()
                        : "none: no thing of the name '%s' has it attached".formatted(inquiry.clientId()));
        inquiry.statements().forEach(statement -> line(text, policy(statement), statement(statement)));
        inquiry.variables()
                .forEach((key, values) -> line(
                        text,
                        "variable",
                        key + (values.isEmpty() ? " has no value" : " = " + String.join(", ", values))));
        if (inquiry.isDenied()) {
            line(
                    text,
                    "effect",
                    inquiry.decision().isAllowed() ? "none: policies only warn" : Effect.of(inquiry.action()));
            line(text, "next", Advice.of(inquiry));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String rest) {
        text.append(INDENT);
        if (!name.isEmpty()) {
            text.append("%-10s ".formatted(name));
        }
        text.append(rest).append('\n');
    }

    private static String policy(StatementTrace statement) {
        return "%s v%d".formatted(statement.policy(), statement.version());
    }

    private static String statement(StatementTrace statement) {
        return "statement %d%s %s %s on %s: %s"
                .formatted(
                        statement.number(),
                        statement.sid().isEmpty() ? "" : " (" + statement.sid() + ")",
                        statement.allows() ? "allows" : "denies",
                        String.join(", ", statement.actions()),
                        resources(statement.resources()),
                        outcome(statement));
    }

    private static String resources(List<StatementTrace.Written> resources) {
        return resources.stream()
                .map(one -> one.meant().equals(List.of(one.text()))
                        ? one.text()
                        : one.text() + " = " + String.join(" or ", one.meant()))
                .collect(Collectors.joining(", "));
    }

    static String outcome(StatementTrace statement) {
        if (!statement.actionFits()) {
            return "another action";
        }
        if (!statement.resourceFits()) {
            return "another resource";
        }
        return statement.unmet().isEmpty()
                ? statement.allows() ? "matches, allows" : "matches, denies"
                : "condition does not hold: " + String.join("; ", statement.unmet());
    }

    /** What the client sees of a refusal. */
    static final class Effect {
        private Effect() {}

        static String of(Action action) {
            return switch (action) {
                case CONNECT ->
                    "the connection was closed without CONNACK (with denyConnectV3 CONNACK 5, MQTT 5: CONNACK 0x87)";
                case PUBLISH, RETAIN_PUBLISH ->
                    "the message was dropped and the connection closed (MQTT 5: PUBACK 0x87, with QoS 0 DISCONNECT 0x87)";
                case SUBSCRIBE ->
                    "SUBACK 0x80 for this filter (MQTT 5: 0x87), or with denySubscribeV3 the connection was closed";
                case RECEIVE -> "the message was left out for this client, which was told nothing";
                default -> "the request got 403 ForbiddenException";
            };
        }
    }

    /** How often policies were asked. */
    static String counts(Denials denials) {
        StringBuilder text = new StringBuilder();
        for (Action action : Action.values()) {
            if (denials.allowed(action) + denials.denied(action) > 0) {
                text.append("%-22s %d allowed, %d denied%n"
                        .formatted(action.policyName(), denials.allowed(action), denials.denied(action)));
            }
        }
        if (denials.turnedAway() > 0) {
            text.append("%-22s %d%n".formatted("certificate refused", denials.turnedAway()));
        }
        return text.isEmpty() ? "No policy was asked yet.\n" : text.toString();
    }
}
