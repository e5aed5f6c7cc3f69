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
    private final Findings errors;

    Scope(Stack stack, Map<String, YamlNode> parameters, Resources resources, Findings errors) {
        this.stack = stack;
        this.parameters = parameters;
        declared = resources.declared();
        resources.usable().forEach(resource -> this.resources.put(resource.logicalId(), resource));
        this.errors = errors;
        pseudo = stack.pseudoParameters();
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
        YamlNode explicit = resource.properties().get(resource.mapper().nameProperty());
        YamlNode resolved = explicit == null ? null : resolve(explicit);
        String name = resolved instanceof YamlNode.Scalar scalar && scalar.kind() != YamlNode.Kind.NULL
                ? scalar.text()
                : resource.mapper().generatedName(stack, resource.logicalId());
        names.put(resource.logicalId(), name);
        return name;
    }

    @Override
    public @Nullable YamlNode ref(String name, Position at) {
        YamlNode parameter = parameters.get(name);
        if (parameter != null) {
            return placed(parameter, at);
        }
        TemplateResource resource = resources.get(name);
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
        Map<String, String> attributes = resource.mapper().attributes(nameOf(resource), stack);
        String value = attributes.get(attribute);
        if (value != null) {
            return YamlNode.text(value, at);
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
}
