package dev.penstock.launcher.template;

import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.Suggestion;
import dev.penstock.launcher.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts resources in order: each after those that its properties or DependsOn name. */
final class ResourceGraph {
    private final Map<String, TemplateResource> resources;
    private final Set<String> declared;
    private final Findings errors;
    private final Set<String> done = new LinkedHashSet<>();
    private final List<String> path = new ArrayList<>();
    private boolean circular;

    private ResourceGraph(Map<String, TemplateResource> resources, Set<String> declared, Findings errors) {
        this.resources = resources;
        this.declared = declared;
        this.errors = errors;
    }

    /**
     * In order of creation, in the template's order where it is free.
     *
     * @param declared every logical id of the template, also of resources that are refused
     * @return empty when resources refer to each other in a circle, which is reported
     */
    static Optional<List<TemplateResource>> order(
            List<TemplateResource> resources, Set<String> declared, Findings errors) {
        Map<String, TemplateResource> byId = new LinkedHashMap<>();
        resources.forEach(resource -> byId.put(resource.logicalId(), resource));
        ResourceGraph graph = new ResourceGraph(byId, declared, errors);
        byId.values().forEach(graph::visit);
        return graph.circular
                ? Optional.empty()
                : Optional.of(graph.done.stream().map(byId::get).toList());
    }

    private void visit(TemplateResource resource) {
        String id = resource.logicalId();
        int start = path.indexOf(id);
        if (start >= 0) {
            List<String> circle = new ArrayList<>(path.subList(start, path.size()));
            circle.add(id);
            circular = true;
            errors.add(
                    resource.at(),
                    "resources refer to each other in a circle: %s; break it, for example with an explicit name"
                            .formatted(String.join(" -> ", circle)));
            return;
        }
        if (done.contains(id)) {
            return;
        }
        path.add(id);
        for (String name : dependencies(resource)) {
            TemplateResource dependency = resources.get(name);
            if (dependency != null) {
                visit(dependency);
            }
        }
        path.remove(path.size() - 1);
        done.add(id);
    }

    private Set<String> dependencies(TemplateResource resource) {
        Set<String> names = new LinkedHashSet<>();
        for (YamlNode.Scalar name : resource.dependsOn()) {
            if (!declared.contains(name.text())) {
                errors.add(
                        name.at(),
                        "resource '%s': DependsOn names '%s', which is not a resource of this template%s"
                                .formatted(
                                        resource.logicalId(),
                                        name.text(),
                                        Suggestion.didYouMean(name.text(), declared)));
            }
            names.add(name.text());
        }
        resource.properties().entries().values().forEach(entry -> collect(entry.value(), names));
        return names;
    }

    private static void collect(YamlNode node, Set<String> names) {
        if (node instanceof YamlNode.Sequence list) {
            list.items().forEach(item -> collect(item, names));
        } else if (node instanceof YamlNode.Mapping map) {
            if (Intrinsics.isCall(map)) {
                map.entries().forEach((function, argument) -> collectCall(function, argument.value(), names));
            }
            map.entries().values().forEach(entry -> collect(entry.value(), names));
        }
    }

    private static void collectCall(String function, YamlNode argument, Set<String> names) {
        YamlNode first =
                argument instanceof YamlNode.Sequence list && !list.items().isEmpty()
                        ? list.items().get(0)
                        : argument;
        if (!(first instanceof YamlNode.Scalar scalar)) {
            return;
        }
        switch (function) {
            case "Ref" -> names.add(scalar.text());
            case "Fn::GetAtt" -> names.add(scalar.text().split("\\.", 2)[0]);
            case "Fn::Sub" -> names.addAll(variables(scalar.text()));
            default -> {
                // no other function names a resource itself; its arguments are walked by the caller
            }
        }
    }

    private static Set<String> variables(String text) {
        Set<String> names = new HashSet<>();
        for (SubText.Piece piece : SubText.parse(text)) {
            if (piece.isVariable()) {
                names.add(piece.text().split("\\.", 2)[0]);
            }
        }
        return names;
    }
}
