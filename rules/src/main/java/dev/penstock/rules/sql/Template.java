package dev.penstock.rules.sql;

import java.util.List;

/**
 * A text with <code>${...}</code> in it, parsed and checked.
 *
 * @param hints what AWS accepts but is likely not meant
 */
public record Template(String text, List<Part> parts, List<String> hints) {

    public Template {
        parts = List.copyOf(parts);
        hints = List.copyOf(hints);
    }

    /** A piece of a template. */
    public sealed interface Part {}

    /** Text that is taken as it is. */
    public record Plain(String text) implements Part {}

    /** An expression whose value is put in, converted to String. */
    public record Hole(Expression expression) implements Part {}
}
