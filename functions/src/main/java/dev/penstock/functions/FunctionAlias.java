package dev.penstock.functions;

import java.util.Map;

/**
 * A name for a version. Source: Lambda API Reference, CreateAlias.
 *
 * @param name 1 to 128 letters, digits, - and _, not only digits
 * @param version {@code $LATEST} or a number
 * @param routing share of invocations, 0 to 1, that go to one more version instead; empty or one entry
 * @param revisionId UUID, new with every change; empty before the catalog has it
 */
public record FunctionAlias(
        String name, String version, String description, Map<String, Double> routing, String revisionId) {
    public FunctionAlias {
        routing = Map.copyOf(routing);
    }
}
