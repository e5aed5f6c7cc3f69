package dev.penstock.rules.explain;

import dev.penstock.rules.eval.Explained;
import dev.penstock.rules.spi.Detail;
import java.util.List;

/**
 * One action and what came of it.
 *
 * @param label for example {@code 1 kinesis} or {@code error republish}
 * @param error why it failed; empty when it did not
 * @param request what it sends beyond its fields
 * @param answer what came back
 */
public record ExplainedAction(
        String label,
        State state,
        List<ResolvedField> fields,
        List<Detail> request,
        List<Detail> answer,
        String error) {

    public ExplainedAction {
        fields = List.copyOf(fields);
        request = List.copyOf(request);
        answer = List.copyOf(answer);
    }

    /** How far it came. */
    public enum State {
        SUCCEEDED("succeeded"),
        FAILED("failed"),
        OPEN("has not ended yet");

        private final String text;

        State(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /**
     * One field with its templates filled in.
     *
     * @param template as written
     * @param holes the values that were put in
     */
    public record ResolvedField(String name, String template, String value, List<Explained> holes) {
        public ResolvedField {
            holes = List.copyOf(holes);
        }
    }
}
