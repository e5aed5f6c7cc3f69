package dev.penstock.rules.sql;

import java.util.List;

/** A text with <code>${...}</code> in it, parsed and checked. */
public record Template(String text, List<Part> parts) {

    public Template {
        parts = List.copyOf(parts);
    }

    /** A piece of a template. */
    public sealed interface Part {}

    /** Text that is taken as it is. */
    public record Plain(String text) implements Part {}

    /** An expression whose value is put in, converted to String. */
    public record Hole(Expression expression) implements Part {}
}
