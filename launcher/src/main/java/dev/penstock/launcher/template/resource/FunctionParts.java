package dev.penstock.launcher.template.resource;

import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.FunctionAlias;
import dev.penstock.functions.FunctionOptions;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.Position;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The functions of a plan while it is being read, with their layers, versions, aliases and mappings. */
final class FunctionParts {
    private final Findings errors;
    private final List<FunctionSpec> functions = new ArrayList<>();
    private final Map<String, Optional<Path>> layers = new HashMap<>();
    private final List<PublishedFunctions.Version> versions = new ArrayList<>();
    private final List<PublishedFunctions.Alias> aliases = new ArrayList<>();
    private final Map<String, FunctionOptions.Events> events = new LinkedHashMap<>();
    private final List<EventSourceMappingSpec> mappings = new ArrayList<>();

    FunctionParts(Findings errors) {
        this.errors = errors;
    }

    void add(FunctionSpec function) {
        functions.add(function);
    }

    /** @param content empty when it was not found, which is reported */
    void addLayer(String arn, Optional<Path> content) {
        layers.put(arn, content);
    }

    Optional<Path> layer(String arn) {
        return layers.getOrDefault(arn, Optional.empty());
    }

    boolean isLayer(String arn) {
        return layers.containsKey(arn);
    }

    void addVersion(ResourceMapper.Resource resource, String function, String description) {
        if (!resource.properties().isFlawed()) {
            versions.add(
                    new PublishedFunctions.Version(resource.logicalId(), FunctionNames.nameIn(function), description));
        }
    }

    void addAlias(ResourceMapper.Resource resource, String function, Supplier<FunctionAlias> alias) {
        if (!resource.properties().isFlawed()) {
            aliases.add(
                    new PublishedFunctions.Alias(resource.logicalId(), FunctionNames.nameIn(function), alias.get()));
        }
    }

    /** @param target name of a function, with a version or alias or without */
    void addEvents(ResourceMapper.Resource resource, String target, Supplier<FunctionOptions.Events> settings) {
        if (resource.properties().isFlawed()) {
            return;
        }
        if (events.put(target, settings.get()) != null) {
            errors.add(
                    resource.at(),
                    "%s: '%s' has an EventInvokeConfig already; remove one"
                            .formatted(resource.properties().owner(), target));
        }
    }

    void addMapping(ResourceMapper.Resource resource, Position at, EventSourceMappingSpec mapping) {
        if (resource.properties().isFlawed()) {
            return;
        }
        boolean twice = mappings.stream()
                .anyMatch(other ->
                        other.source().equals(mapping.source()) && target(other).equals(target(mapping)));
        if (twice) {
            errors.add(
                    at,
                    "stream '%s' is mapped to function '%s' a second time; AWS refuses that, remove one"
                            .formatted(mapping.sourceName(), target(mapping)));
        }
        mappings.add(mapping);
    }

    private static String target(EventSourceMappingSpec mapping) {
        return mapping.function().replaceFirst("^.*:function:", "");
    }

    List<FunctionSpec> functions() {
        return functions;
    }

    List<EventSourceMappingSpec> mappings() {
        return mappings;
    }

    PublishedFunctions published() {
        return new PublishedFunctions(versions, aliases, events);
    }
}
