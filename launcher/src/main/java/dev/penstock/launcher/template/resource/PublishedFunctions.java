package dev.penstock.launcher.template.resource;

import dev.penstock.functions.FunctionAlias;
import dev.penstock.functions.FunctionOptions;
import java.util.List;
import java.util.Map;

/**
 * What is made of functions once they are there, in this order.
 *
 * @param events settings of asynchronous events, by function with or without a version or alias
 */
public record PublishedFunctions(
        List<Version> versions, List<Alias> aliases, Map<String, FunctionOptions.Events> events) {

    public PublishedFunctions {
        versions = List.copyOf(versions);
        aliases = List.copyOf(aliases);
        events = Map.copyOf(events);
    }

    /** A version to publish. */
    public record Version(String logicalId, String function, String description) {}

    /** An alias to create. */
    public record Alias(String logicalId, String function, FunctionAlias alias) {}
}
