package dev.penstock.rules.eval;

import java.util.ArrayList;
import java.util.List;

/** A text with <code>${...}</code>, compiled by the compiler of expressions. Immutable. */
public final class CompiledTemplate {
    private final String text;
    private final List<Part> parts;

    /** Plain text, or a node whose value is put in. */
    sealed interface Part {
        record Plain(String text) implements Part {}

        record Hole(Node node) implements Part {}
    }

    CompiledTemplate(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    /** As written. */
    public String text() {
        return text;
    }

    /** Whether there is nothing to put in. */
    public boolean isConstant() {
        return parts.stream().allMatch(Part.Plain.class::isInstance);
    }

    /**
     * Evaluates against the incoming payload. Undefined and Null become nothing.
     *
     * @throws Suspended while an external function has not answered: render in the same evaluation again later
     * @throws FunctionFailed when one failed
     */
    public String render(Evaluation evaluation) {
        if (parts.size() == 1 && parts.get(0) instanceof Part.Plain plain) {
            return plain.text();
        }
        evaluation.iteration(0);
        evaluation.assign();
        StringBuilder result = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Part.Plain plain) {
                add(result, plain.text(), evaluation);
            } else if (part instanceof Part.Hole hole) {
                String value = Coercion.text(hole.node().evaluate(evaluation.top()));
                add(result, value == null ? "" : value, evaluation);
            }
        }
        return result.toString();
    }

    private static void add(StringBuilder result, String text, Evaluation evaluation) {
        evaluation.spendText((long) result.length() + text.length());
        result.append(text);
    }

    /** The value of every <code>${...}</code>; asks no external function again. */
    public List<Explained> explain(Evaluation evaluation) {
        evaluation.calls().stopAsking();
        evaluation.beginExplaining();
        List<Explained> values = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.Hole hole) {
                values.add(hole.node().explain(evaluation.top()));
            }
        }
        return values;
    }
}
