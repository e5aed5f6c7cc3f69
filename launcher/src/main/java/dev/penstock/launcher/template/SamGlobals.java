package dev.penstock.launcher.template;

import dev.penstock.launcher.template.resource.PlanDraft;
import dev.penstock.launcher.template.resource.ResourceMapper;
import dev.penstock.launcher.template.resource.ServerlessFunction;
import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.Suggestion;
import dev.penstock.launcher.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The Globals section: properties that every function gets. Maps are united with the function's own value winning, lists
 * are joined with the global one first, for anything else the function's own value wins.
 * Source: SAM developer guide, Globals section; checked against the official translator.
 *
 * @param function the properties under Globals.Function
 */
record SamGlobals(Map<String, YamlNode.Entry> function) {
    private static final Set<String> NOT_GLOBAL = Set.of("FunctionName", "Role", "Policies", "Events");
    private static final Set<String> OTHER_SECTIONS =
            Set.of("Api", "HttpApi", "SimpleTable", "StateMachine", "LayerVersion", "CapacityProvider");

    static SamGlobals of(YamlNode.@Nullable Mapping globals, boolean sam, PlanDraft draft, Findings errors) {
        Map<String, YamlNode.Entry> function = new LinkedHashMap<>();
        if (globals == null) {
            return new SamGlobals(function);
        }
        if (!sam) {
            errors.add(
                    globals.at(),
                    "Globals needs 'Transform: %s' at the top of the template".formatted(TemplateSections.SAM));
        }
        globals.entries().forEach((name, entry) -> {
            if (OTHER_SECTIONS.contains(name)) {
                draft.ignored(entry.keyAt(), "Globals.%s has no effect: there is no such resource".formatted(name));
            } else if (!"Function".equals(name)) {
                errors.add(
                        entry.keyAt(),
                        "Globals.%s is not supported; supported: Function%s"
                                .formatted(name, Suggestion.didYouMean(name, Set.of("Function"))));
            } else if (entry.value() instanceof YamlNode.Mapping properties) {
                properties.entries().forEach((key, value) -> add(key, value, function, draft, errors));
            } else {
                errors.add(
                        entry.value().at(),
                        "Globals.Function must be a map, was " + entry.value().describe());
            }
        });
        return new SamGlobals(function);
    }

    private static void add(
            String name, YamlNode.Entry entry, Map<String, YamlNode.Entry> function, PlanDraft draft, Findings errors) {
        Set<String> supported = new TreeSet<>(ServerlessFunction.SUPPORTED);
        supported.removeAll(NOT_GLOBAL);
        if (NOT_GLOBAL.contains(name)) {
            errors.add(
                    entry.keyAt(),
                    "Globals.Function.%s: SAM does not take this one from Globals; set it on the function"
                            .formatted(name));
        } else if (ServerlessFunction.WITHOUT_EFFECT.contains(name)) {
            draft.ignored(entry.keyAt(), "Globals.Function.%s has no effect here".formatted(name));
        } else if (supported.contains(name)) {
            function.put(name, entry);
        } else {
            errors.add(
                    entry.keyAt(),
                    "Globals.Function.%s is not supported%s; supported: %s%s"
                            .formatted(
                                    name,
                                    ServerlessFunction.NOT_YET.contains(name) ? " yet" : "",
                                    String.join(", ", supported),
                                    Suggestion.didYouMean(name, supported)));
        }
    }

    /** The properties of a resource with what it gets from here. */
    YamlNode.Mapping mergedInto(ResourceMapper mapper, YamlNode.Mapping properties) {
        if (function.isEmpty() || !ServerlessFunction.TYPE.equals(mapper.type())) {
            return properties;
        }
        return merged(new YamlNode.Mapping(function, properties.at()), properties);
    }

    private static YamlNode.Mapping merged(YamlNode.Mapping global, YamlNode.Mapping local) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>(local.entries());
        global.entries().forEach((name, entry) -> entries.merge(name, entry, (own, shared) -> merged(shared, own)));
        return new YamlNode.Mapping(entries, local.at());
    }

    private static YamlNode.Entry merged(YamlNode.Entry global, YamlNode.Entry local) {
        if (global.value() instanceof YamlNode.Mapping shared
                && local.value() instanceof YamlNode.Mapping own
                && !Intrinsics.isCall(shared)
                && !Intrinsics.isCall(own)) {
            return new YamlNode.Entry(local.keyAt(), merged(shared, own));
        }
        if (global.value() instanceof YamlNode.Sequence shared && local.value() instanceof YamlNode.Sequence own) {
            List<YamlNode> items = new ArrayList<>(shared.items());
            items.addAll(own.items());
            return new YamlNode.Entry(local.keyAt(), new YamlNode.Sequence(items, own.at()));
        }
        return local;
    }
}
