package dev.penstock.launcher.template;

import dev.penstock.launcher.template.resource.PlanDraft;
import dev.penstock.launcher.template.resource.PropertyReader;
import dev.penstock.launcher.template.resource.ResourceMapper;
import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.Position;
import dev.penstock.launcher.yaml.YamlNode;
import java.util.List;

/** A resource as the template has it: its type is known, its properties are not resolved yet. */
record TemplateResource(
        String logicalId,
        Position at,
        ResourceMapper mapper,
        YamlNode.Mapping properties,
        List<YamlNode.Scalar> dependsOn) {

    TemplateResource {
        dependsOn = List.copyOf(dependsOn);
    }

    /** Adds what it asks for to the draft. */
    PlannedResource plan(Scope scope, PlanDraft draft, Findings errors) {
        String name = scope.nameOf(this);
        String owner = "%s (%s)".formatted(logicalId, mapper.type());
        PropertyReader reader = new PropertyReader(
                owner, properties, scope::resolve, new PropertyReader.Report(errors, draft::ignored));
        mapper.map(new ResourceMapper.Resource(logicalId, name, at, reader), draft);
        reader.finish();
        return new PlannedResource(logicalId, mapper.type(), name, at);
    }
}
