package dev.penstock.rules.eval;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a rule did with a message, step by step.
 *
 * @param variables the values of SET, in order
 * @param condition null when there is no WHERE
 */
public record ProgramTrace(
        Outcome outcome,
        List<Explained> variables,
        @Nullable Explained condition,
        List<Item> items) {

    public ProgramTrace {
        variables = List.copyOf(variables);
        items = List.copyOf(items);
    }

    public Optional<Explained> where() {
        return Optional.ofNullable(condition);
    }

    /** One item of the SELECT list as written, with its key in the output. */
    public record Item(String source, List<String> path, Explained value) {}
}
