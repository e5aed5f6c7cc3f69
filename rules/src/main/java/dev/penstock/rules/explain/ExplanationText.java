package dev.penstock.rules.explain;

import dev.penstock.rules.eval.Explained;
import dev.penstock.rules.eval.ProgramTrace;
import dev.penstock.rules.explain.ExplainedAction.ResolvedField;
import dev.penstock.rules.spi.Detail;
import java.util.List;

/** Explanations for people: a verdict, then one indented tree for each clause, values aligned. */
public final class ExplanationText {
    private static final String MARGIN = "          ";

    private ExplanationText() {}

    /** The message in two lines, then one block for each rule. */
    public static String of(ExplainedMessage message, List<RuleExplanation> rules) {
        StringBuilder out = new StringBuilder(header(message));
        if (rules.isEmpty()) {
            out.append("\nthere are no rules\n");
        }
        for (RuleExplanation rule : rules) {
            out.append('\n');
            rule(rule, out);
        }
        return out.toString();
    }

    /** The message in two lines, then a substitution template with the value of each of its expressions. */
    public static String ofTemplate(ExplainedMessage message, String template, String value, List<Explained> holes) {
        StringBuilder out = new StringBuilder(header(message)).append('\n');
        TextBlock block = new TextBlock();
        block.plain("template %s gives %s".formatted(template, value.isEmpty() ? "an empty text" : value));
        holes.forEach(hole -> tree(hole, "  ", block));
        block.writeTo(out);
        return out.toString();
    }

    private static String header(ExplainedMessage message) {
        String id = message.id().isEmpty() ? "" : " " + message.id();
        return "message%s on '%s' from client '%s' at %s%npayload %s%n"
                .formatted(
                        id, message.topic(), message.clientId(), message.receivedAt(), Shown.payload(message.payload()))
                .replace("\r\n", "\n");
    }

    private static void rule(RuleExplanation rule, StringBuilder out) {
        out.append(rule.rule().isEmpty() ? "the rule" : "rule " + rule.rule())
                .append(' ')
                .append(rule.summary())
                .append('\n');
        TextBlock block = new TextBlock();
        from(rule, block);
        if (!rule.payloadProblem().isEmpty()) {
            block.plain(label("PAYLOAD") + rule.payloadProblem());
        }
        if (rule.trace() != null) {
            clauses(rule.trace(), block);
        }
        rule.actions().forEach(action -> action(action, block));
        rule.hints().forEach(hint -> block.plain(label("HINT") + hint));
        block.writeTo(out);
    }

    private static void from(RuleExplanation rule, TextBlock block) {
        if (rule.filter().isEmpty()) {
            return;
        }
        String filter = label("FROM") + "'" + rule.filter() + "'";
        block.plain(rule.mismatch().isEmpty() ? filter + " matches" : filter + ": " + rule.mismatch());
    }

    private static void clauses(ProgramTrace trace, TextBlock block) {
        String label = label("SET");
        for (Explained variable : trace.variables()) {
            tree(variable, label, block);
            label = MARGIN;
        }
        trace.where().ifPresent(condition -> tree(condition, label("WHERE"), block));
        if (trace.outcome().fired()) {
            select(trace, block);
        }
    }

    private static void select(ProgramTrace trace, TextBlock block) {
        String label = label("SELECT");
        for (ProgramTrace.Item item : trace.items()) {
            Explained value = item.value();
            String note = value.value().isUndefined() ? "left out: " + value.note() : value.note();
            block.add(label + item.source(), "= " + Shown.value(value.value()), note);
            if (value.value().isUndefined()) {
                parts(value, MARGIN + "  ", block);
            }
            label = MARGIN;
        }
        block.plain(label("OUTPUT") + Shown.payload(trace.outcome().output()));
    }

    /** An expression and, indented below it, its operands; literals speak for themselves and are left out. */
    private static void tree(Explained node, String indent, TextBlock block) {
        block.add(indent + node.source(), "= " + Shown.value(node.value()), node.note());
        parts(node, " ".repeat(indent.length()) + "  ", block);
    }

    private static void parts(Explained node, String indent, TextBlock block) {
        for (Explained part : node.parts()) {
            if (!part.isLiteral()) {
                tree(part, indent, block);
            }
        }
    }

    private static void action(ExplainedAction action, TextBlock block) {
        String error = action.error().isEmpty() ? "" : ": " + action.error();
        block.plain(label("ACTION") + action.label() + " " + action.state().text() + error);
        for (ResolvedField field : action.fields()) {
            boolean constant = field.template().equals(field.value());
            block.add(MARGIN + "  " + field.name(), "= " + field.value(), constant ? "" : "from " + field.template());
            field.holes().stream()
                    .filter(hole -> hole.value().isUndefined())
                    .forEach(hole -> tree(hole, MARGIN + "    ", block));
        }
        details("request ", action.request(), block);
        details("answer ", action.answer(), block);
    }

    private static void details(String what, List<Detail> details, TextBlock block) {
        for (Detail detail : details) {
            block.add(MARGIN + "  " + what + detail.name(), "= " + Shown.text(detail.value()), "");
        }
    }

    private static String label(String clause) {
        return "  " + clause + " ".repeat(Math.max(1, MARGIN.length() - 2 - clause.length()));
    }
}
