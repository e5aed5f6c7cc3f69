package dev.penstock.broker.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.broker.identity.Denial;
import dev.penstock.broker.identity.Denials;
import dev.penstock.broker.identity.Registry;
import dev.penstock.broker.identity.Registry.Ruling;
import dev.penstock.broker.policy.Action;
import dev.penstock.broker.policy.StatementTrace;
import dev.penstock.platform.data.Json;
import org.jspecify.annotations.Nullable;

/** Decisions as JSON. */
final class InquiryDocument {
    private InquiryDocument() {}

    static ObjectNode of(Registry registry, Denial denial) {
        ObjectNode document = Json.MAPPER
                .createObjectNode()
                .put("clientId", denial.client().clientId())
                .put("sourceIp", denial.client().sourceIp())
                .put("times", denial.times())
                .put("first", denial.first().toString())
                .put("last", denial.last().toString())
                .put("enforced", denial.enforced())
                .put("reason", denial.reason());
        @Nullable Ruling ruling = denial.ruling();
        if (ruling != null) {
            document.setAll(of(Inquiry.of(registry, denial, ruling)));
        }
        return document;
    }

    static ObjectNode of(Inquiry inquiry) {
        ObjectNode document = Json.MAPPER
                .createObjectNode()
                .put("clientId", inquiry.clientId())
                .put("principal", inquiry.principal())
                .put("thingAttached", inquiry.isThingAttached())
                .put("action", inquiry.action().policyName())
                .put("verdict", inquiry.decision().verdict().name())
                .put("reason", inquiry.decision().explanation());
        ArrayNode resources = document.putArray("resources");
        inquiry.resources().forEach(resources::add);
        ArrayNode statements = document.putArray("statements");
        inquiry.statements().forEach(statement -> statements.add(of(statement)));
        ObjectNode variables = document.putObject("variables");
        inquiry.variables().forEach((key, values) -> values.forEach(variables.putArray(key)::add));
        if (inquiry.isDenied()) {
            document.put("next", Advice.of(inquiry));
        }
        return document;
    }

    private static ObjectNode of(StatementTrace statement) {
        ObjectNode document = Json.MAPPER
                .createObjectNode()
                .put("policy", statement.policy())
                .put("version", statement.version())
                .put("statement", statement.number())
                .put("sid", statement.sid())
                .put("effect", statement.allows() ? "Allow" : "Deny")
                .put("outcome", InquiryText.outcome(statement));
        ArrayNode resources = document.putArray("resources");
        statement.resources().forEach(one -> {
            ObjectNode written = resources.addObject().put("written", one.text());
            one.meant().forEach(written.putArray("meant")::add);
        });
        return document;
    }

    static ObjectNode counts(Denials denials) {
        ObjectNode counts = Json.MAPPER.createObjectNode();
        for (Action action : Action.values()) {
            if (denials.allowed(action) + denials.denied(action) > 0) {
                counts.putObject(action.policyName())
                        .put("allowed", denials.allowed(action))
                        .put("denied", denials.denied(action));
            }
        }
        return counts.put("certificatesRefused", denials.turnedAway());
    }
}
