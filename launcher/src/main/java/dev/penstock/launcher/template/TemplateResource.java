package dev.penstock.launcher.template;

import dev.penstock.launcher.template.resource.PlanDraft;
import dev.penstock.launcher.template.resource.PropertyReader;
import dev.penstock.launcher.template.resource.ResourceMapper;
import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.Position;
import dev.penstock.launcher.yaml.YamlNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A resource as the template has it, or as SAM makes it: its type is known, its properties are not resolved yet.
 *
 * @param samName by which {@code Ref} can name what SAM makes, for example {@code Fn.Alias}; empty for others
 * @param condition without which it is not there; empty when it always is
 * @param derived whether SAM makes it: the template does not have it
 */
record TemplateResource(
        String logicalId,
        Position at,
        ResourceMapper mapper,
        YamlNode.Mapping properties,
        List<YamlNode.Scalar> dependsOn,
        YamlNode.Mapping metadata,
        String condition,
        String samName,
        boolean derived) {

    TemplateResource {
        dependsOn = List.copyOf(dependsOn);
    }

    /** What SAM makes beside this one, under the same condition. */
    TemplateResource beside(String otherId, ResourceMapper otherMapper, YamlNode.Mapping otherProperties, String name) {
        return new TemplateResource(
                otherId,
                otherProperties.at(),
                otherMapper,
                otherProperties,
                List.of(),
                new YamlNode.Mapping(Map.of(), at),
                condition,
                name,
                true);
    }

    /** Adds what it asks for to the draft. */
    PlannedResource plan(Scope scope, PlanDraft draft, Findings errors) {
        String name = scope.nameOf(this);
        String owner = "%s (%s)".formatted(logicalId, mapper.type());
        PropertyReader.Report report = derived
                ? new PropertyReader.Report(errors, (place, text) -> {})
                : new PropertyReader.Report(errors, draft::ignored);
        PropertyReader reader = new PropertyReader(owner, properties, scope::resolve, report);
        mapper.map(new ResourceMapper.Resource(logicalId, name, at, reader, texts(metadata)), draft);
        reader.finish();
        return new PlannedResource(logicalId, mapper.type(), name, at);
    }

    private static Map<String, String> texts(YamlNode.Mapping map) {
        Map<String, String> texts = new HashMap<>();
        map.entries().forEach((name, entry) -> {
            if (entry.value() instanceof YamlNode.Scalar scalar) {
                texts.put(name, scalar.text());
            }
        });
        return texts;
    }
}
