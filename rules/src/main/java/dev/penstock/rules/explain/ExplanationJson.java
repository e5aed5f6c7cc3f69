package dev.penstock.rules.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.rules.eval.Explained;
import dev.penstock.rules.eval.JsonText;
import dev.penstock.rules.eval.JsonValues;
import dev.penstock.rules.eval.LimitExceeded;
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
    /** Values in one explanation, in bytes; many expressions may have the same large one. */
    private static final int MAX_VALUES = 8 << 20;

    private int room = MAX_VALUES;

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
        ExplanationJson explanation = new ExplanationJson();
        rules.forEach(rule -> explanation.rule(rule, all.addObject()));
        return document;
    }

    private void rule(RuleExplanation rule, ObjectNode out) {
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

    private void clauses(ProgramTrace trace, ObjectNode out) {
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

    private void expression(Explained node, ObjectNode out) {
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

    private JsonNode value(Value value) {
        if (value instanceof Value.Binary binary) {
            return Json.MAPPER.createObjectNode().put("base64", binary.bytes().base64());
        }
        try {
            return json(JsonText.of(value), value);
        } catch (LimitExceeded tooLong) {
            return Json.MAPPER.getNodeFactory().textNode(value.toString());
        }
    }

    private JsonNode json(String text, Value value) {
        if (text.length() > room) {
            return Json.MAPPER.getNodeFactory().textNode("(%s, left out)".formatted(value.typeName()));
        }
        room -= text.length();
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException | NumberFormatException beyondJackson) {
            return Json.MAPPER.getNodeFactory().textNode(text);
        }
    }

    /** JSON as it is, anything else as {@code <name>Base64}. */
    private static void payload(ObjectNode out, String name, Bytes payload) {
        try {
            JsonValues.read(payload);
            JsonNode json = Json.MAPPER.readTree(payload.shared());
            if (!json.isMissingNode()) {
                out.set(name, json);
                return;
            }
        } catch (IOException | NumberFormatException notJson) {
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
