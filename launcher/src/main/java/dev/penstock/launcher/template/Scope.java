package dev.penstock.launcher.template;

import dev.penstock.launcher.template.resource.Stack;
import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.Position;
import dev.penstock.launcher.yaml.Suggestion;
import dev.penstock.launcher.yaml.YamlNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What names mean in one template: parameters, pseudo parameters, and resources, whose names and ARNs are known before
 * anything is created. The resources must be free of cycles.
 */
final class Scope implements Intrinsics.Names {
    private static final String NO_VALUE = "AWS::NoValue";

    private final Stack stack;
    private final Map<String, YamlNode> parameters;
    private final Map<String, TemplateResource> resources = new LinkedHashMap<>();
    private final Set<String> declared;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> pseudo;
    private final Values values;
    private final Findings errors;

    Scope(Stack stack, Values values, Resources resources, Findings errors) {
        this.stack = stack;
        this.values = values;
        parameters = values.parameters();
        declared = resources.declared();
        resources.usable().forEach(resource -> this.resources.put(resource.logicalId(), resource));
        this.errors = errors;
        pseudo = stack.pseudoParameters();
    }

    /** What can be computed without any resource. */
    static Scope withoutResources(Stack stack, Values values, Findings errors) {
        return new Scope(stack, values, new Resources(List.of(), Set.of()), errors);
    }

    /** As {@link Intrinsics#resolve}. */
    @Nullable
    YamlNode resolve(YamlNode node) {
        return new Intrinsics(this, errors).resolve(node);
    }

    /** The physical name: the explicit one, else one made from stack and logical id. */
    String nameOf(TemplateResource resource) {
        String known = names.get(resource.logicalId());
        if (known != null) {
            return known;
        }
        String name = resource.mapper().name(property -> text(resource, property), stack, resource.logicalId());
        names.put(resource.logicalId(), name);
        return name;
    }

    private Optional<String> text(TemplateResource resource, String property) {
        YamlNode explicit = resource.properties().get(property);
        YamlNode resolved = explicit == null ? null : resolve(explicit);
        return resolved instanceof YamlNode.Scalar scalar && scalar.kind() != YamlNode.Kind.NULL
                ? Optional.of(scalar.text())
                : Optional.empty();
    }

    @Override
    public Optional<Boolean> condition(String name, Position at) {
        return values.conditions().holds(name, at, this::resolve);
    }

    @Override
    public Optional<YamlNode> mapped(List<String> path) {
        YamlNode node = values.mappings();
        for (String key : path) {
            node = node instanceof YamlNode.Mapping map ? map.get(key) : null;
        }
        return Optional.ofNullable(node);
    }

    @Override
    public String region() {
        return stack.identity().region();
    }

    /** {@code Fn.Alias} and {@code Fn.Version} stand for what SAM makes beside a function. */
    private @Nullable TemplateResource named(String name) {
        TemplateResource resource = resources.get(name);
        if (resource != null || !name.contains(".")) {
            return resource;
        }
        return resources.values().stream()
                .filter(other -> name.equals(other.samName()))
                .findFirst()
                .orElse(null);
    }

    @Override
    public @Nullable YamlNode ref(String name, Position at) {
        YamlNode parameter = parameters.get(name);
        if (parameter != null) {
            return placed(parameter, at);
        }
        TemplateResource resource = named(name);
        if (resource != null) {
            return YamlNode.text(resource.mapper().ref(nameOf(resource), stack), at);
        }
        if (name.equals(NO_VALUE)) {
            return null;
        }
        String value = pseudo.get(name);
        if (value != null) {
            return YamlNode.text(value, at);
        }
        if (declared.contains(name)) {
            return YamlNode.unknown(at);
        }
        Set<String> known = new TreeSet<>(parameters.keySet());
        known.addAll(declared);
        known.addAll(pseudo.keySet());
        return refuse(
                at,
                "'%s' is neither a parameter nor a resource of this template%s"
                        .formatted(name, Suggestion.didYouMean(name, known)));
    }

    @Override
    public YamlNode attribute(String logicalId, String attribute, Position at) {
        TemplateResource resource = resources.get(logicalId);
        if (resource == null && declared.contains(logicalId)) {
            return YamlNode.unknown(at);
        }
        if (resource == null) {
            return refuse(
                    at,
                    "'%s' is not a resource of this template%s"
                            .formatted(logicalId, Suggestion.didYouMean(logicalId, declared)));
        }
        TemplateResource sam = named(logicalId + "." + attribute);
        if (sam != null) {
            return YamlNode.text(sam.mapper().ref(nameOf(sam), stack), at);
        }
        Map<String, String> attributes = resource.mapper().attributes(nameOf(resource), stack);
        String value = attributes.get(attribute);
        if (value != null) {
            return YamlNode.text(value, at);
        }
        Optional<String> guess = resource.mapper().anyAttribute(attribute, nameOf(resource), stack);
        if (guess.isPresent()) {
            return YamlNode.text(guess.get(), at);
        }
        Set<String> known = new TreeSet<>(attributes.keySet());
        return refuse(
                at,
                "%s (%s) has no attribute '%s'; it has: %s%s"
                        .formatted(
                                logicalId,
                                resource.mapper().type(),
                                attribute,
                                known.isEmpty() ? "none" : String.join(", ", known),
                                Suggestion.didYouMean(attribute, known)));
    }

    private YamlNode refuse(Position at, String text) {
        errors.add(at, text);
        return YamlNode.unknown(at);
    }

    /** A parameter's value where it is used, so that what is wrong with it there is shown there. */
    private static YamlNode placed(YamlNode value, Position at) {
        if (value instanceof YamlNode.Scalar scalar) {
            return new YamlNode.Scalar(scalar.text(), scalar.kind(), at);
        }
        return value instanceof YamlNode.Sequence list ? new YamlNode.Sequence(list.items(), at) : value;
    }

    /**
     * The resources that can be named.
     *
     * @param declared logical ids of all, also of those that are refused: naming one of them is no further error
     */
    record Resources(List<TemplateResource> usable, Set<String> declared) {}

    /**
     * What has a value without any resource.
     *
     * @param mappings the section Mappings; empty when there is none
     */
    record Values(Map<String, YamlNode> parameters, YamlNode.Mapping mappings, Conditions conditions) {}
}
