package dev.penstock.rules.action;

import dev.penstock.rules.eval.CompiledTemplate;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An action with the templates of its fields. Immutable.
 *
 * @param kind the member name of the IoT API, for example {@code kinesis}
 * @param templates one for each field, in the same order
 * @param hints what AWS accepts in the templates but is likely not meant
 */
public record CompiledAction(
        String kind, Action action, List<Field> fields, List<CompiledTemplate> templates, List<String> hints) {
    public CompiledAction {
        fields = List.copyOf(fields);
        templates = List.copyOf(templates);
        hints = List.copyOf(hints);
    }

    /** What stands for the fields when they cannot be known. */
    public List<String> unknown() {
        return Collections.nCopies(fields.size(), "");
    }

    /**
     * The text of every field for one message.
     *
     * @throws dev.penstock.rules.eval.Suspended while an external function has not answered: render again later
     * @throws dev.penstock.rules.eval.FunctionFailed when one failed
     */
    public List<String> render(Evaluation evaluation) {
        List<String> values = new ArrayList<>(templates.size());
        for (CompiledTemplate template : templates) {
            values.add(template.render(evaluation));
        }
        return values;
    }
}
