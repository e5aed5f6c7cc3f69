package dev.penstock.rules.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.rules.eval.Explained;
import dev.penstock.rules.eval.JsonText;
import dev.penstock.rules.eval.ProgramTrace;
import dev.penstock.rules.eval.Value;
import java.io.IOException;
import java.util.List;

/**
 * Explanations for programs:
 * <code>{message:{id,topic,clientId,receivedAt,payload|payloadBase64}, rules:[{rule,fired,verdict,summary,
 * from:{filter,matches,reason?}, payloadProblem?, set?, where?, select?, output?|outputBase64?, actions?,
 * hints?}]}</code>.
 * An expression is <code>{source,type,value?,note?,parts?}</code>; Undefined has no value.
 */
public final class ExplanationJson {
    private ExplanationJson() {}

    public static JsonNode of(ExplainedMessage message, List<RuleExplanation> rules) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        ObjectNode head = document.putObject("message");
        head.put("id", message.id());
        head.put("topic", message.topic());
        head.put("clientId", message.clientId());
        head.put("receivedAt", message.receivedAt().toString());
        payload(head, "payload", message.payload());
        ArrayNode all = document.putArray("rules");
        rules.forEach(rule -> rule(rule, all.addObject()));
        return document;
    }

    private static void rule(RuleExplanation rule, ObjectNode out) {
        out.put("rule", rule.rule());
        out.put("fired", rule.fired());
        out.put("verdict", rule.verdict());
        out.put("summary", rule.summary());
        ObjectNode from = out.putObject("from");
        from.put("filter", rule.filter());
        from.put("matches", rule.mismatch().isEmpty());
        putUnlessEmpty(from, "reason", rule.mismatch());
        putUnlessEmpty(out, "payloadProblem", rule.payloadProblem());
        if (rule.trace() != null) {
            clauses(rule.trace(), out);
        }
        if (!rule.actions().isEmpty()) {
            ArrayNode actions = out.putArray("actions");
            rule.actions().forEach(action -> action(action, actions.addObject()));
        }
        if (!rule.hints().isEmpty()) {
            ArrayNode hints = out.putArray("hints");
            rule.hints().forEach(hints::add);
        }
    }

    private static void clauses(ProgramTrace trace, ObjectNode out) {
        if (!trace.variables().isEmpty()) {
            ArrayNode set = out.putArray("set");
            trace.variables().forEach(variable -> expression(variable, set.addObject()));
        }
        trace.where().ifPresent(condition -> expression(condition, out.putObject("where")));
        if (!trace.outcome().fired()) {
            return;
        }
        ArrayNode select = out.putArray("select");
        for (ProgramTrace.Item item : trace.items()) {
            ObjectNode entry = select.addObject();
            entry.put("item", item.source());
            entry.put("key", String.join(".", item.path()));
            expression(item.value(), entry);
        }
        payload(out, "output", trace.outcome().output());
    }

    private static void expression(Explained node, ObjectNode out) {
        out.put("source", node.source());
        out.put("type", node.value().typeName());
        if (!node.value().isUndefined()) {
            out.set("value", value(node.value()));
        }
        putUnlessEmpty(out, "note", node.note());
        if (!node.parts().isEmpty()) {
            ArrayNode parts = out.putArray("parts");
            node.parts().forEach(part -> expression(part, parts.addObject()));
        }
    }

    private static void action(ExplainedAction action, ObjectNode out) {
        out.put("action", action.label());
        out.put("state", action.state().name());
        putUnlessEmpty(out, "error", action.error());
        ObjectNode fields = out.putObject("fields");
        for (ExplainedAction.ResolvedField field : action.fields()) {
            ObjectNode entry = fields.putObject(field.name());
            entry.put("template", field.template());
            entry.put("value", field.value());
        }
        ObjectNode request = out.putObject("request");
        action.request().forEach(detail -> request.put(detail.name(), detail.value()));
        ObjectNode answer = out.putObject("answer");
        action.answer().forEach(detail -> answer.put(detail.name(), detail.value()));
    }

    private static JsonNode value(Value value) {
        if (value instanceof Value.Binary binary) {
            return Json.MAPPER.createObjectNode().put("base64", binary.bytes().base64());
        }
        try {
            return Json.MAPPER.readTree(JsonText.of(value));
        } catch (JsonProcessingException tooDeep) {
            return Json.MAPPER.getNodeFactory().textNode(JsonText.of(value));
        }
    }

    /** JSON as it is, anything else as {@code <name>Base64}. */
    private static void payload(ObjectNode out, String name, Bytes payload) {
        try {
            JsonNode json = Json.MAPPER.readTree(payload.shared());
            if (!json.isMissingNode()) {
                out.set(name, json);
                return;
            }
        } catch (IOException notJson) {
            out.put(name + "Base64", payload.base64());
            return;
        }
        out.put(name + "Base64", payload.base64());
    }

    private static void putUnlessEmpty(ObjectNode out, String name, String text) {
        if (!text.isEmpty()) {
            out.put(name, text);
        }
    }
}
