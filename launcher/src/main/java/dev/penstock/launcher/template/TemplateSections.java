package dev.penstock.launcher.template;

import dev.penstock.launcher.template.resource.PlanDraft;
import dev.penstock.launcher.template.resource.ResourceMapper;
import dev.penstock.launcher.template.resource.ResourceMappers;
import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.Position;
import dev.penstock.launcher.yaml.Suggestion;
import dev.penstock.launcher.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The top level of a template, checked: which sections there are, and which resources of which type.
 *
 * @param declared logical ids of all resources, also of refused ones
 * @param resources those of a supported type
 * Source: CloudFormation User Guide, template sections and resource attributes.
 */
record TemplateSections(
        YamlNode.@Nullable Mapping parameters,
        YamlNode.Mapping mappings,
        YamlNode.@Nullable Mapping conditions,
        Set<String> declared,
        List<TemplateResource> resources,
        YamlNode.@Nullable Mapping outputs) {
    static final String SAM = "AWS::Serverless-2016-10-31";
    private static final String FORMAT = "2010-09-09";
    private static final List<String> READ = List.of(
            "AWSTemplateFormatVersion",
            "Transform",
            "Description",
            "Parameters",
            "Mappings",
            "Conditions",
            "Globals",
            "Resources",
            "Outputs");
    private static final Set<String> WITHOUT_EFFECT = Set.of("Metadata", "Rules", "Hooks");
    private static final Set<String> ATTRIBUTES_READ =
            new TreeSet<>(Set.of("Type", "Properties", "DependsOn", "Condition", "Metadata"));
    private static final Set<String> ATTRIBUTES_WITHOUT_EFFECT =
            Set.of("DeletionPolicy", "UpdateReplacePolicy", "CreationPolicy", "UpdatePolicy", "Connectors");

    /** Functions that Penstock computes with or without it. */
    private static final String LANGUAGE_EXTENSIONS = "AWS::LanguageExtensions";

    static TemplateSections of(YamlNode.Mapping root, PlanDraft draft, Findings errors) {
        return new Reading(root, draft, errors).sections();
    }

    /** One pass over the top level. */
    private record Reading(YamlNode.Mapping root, PlanDraft draft, Findings errors) {

        TemplateSections sections() {
            root.entries().forEach(this::checkSection);
            checkFormat();
            boolean sam = hasSamTransform();
            SamGlobals globals = SamGlobals.of(section("Globals"), sam, draft, errors);
            YamlNode.Mapping resources = section("Resources");
            Set<String> declared =
                    resources == null ? Set.of() : resources.entries().keySet();
            return new TemplateSections(
                    section("Parameters"),
                    map("section 'Mappings'", root.get("Mappings"), root.at()),
                    section("Conditions"),
                    declared,
                    resources(resources, sam, globals),
                    section("Outputs"));
        }

        private void checkSection(String name, YamlNode.Entry entry) {
            if (WITHOUT_EFFECT.contains(name)) {
                draft.ignored(entry.keyAt(), "section '%s' has no effect here".formatted(name));
            } else if (!READ.contains(name)) {
                errors.add(
                        entry.keyAt(),
                        "'%s' is not a section of a template; supported: %s%s"
                                .formatted(name, String.join(", ", READ), Suggestion.didYouMean(name, READ)));
            }
        }

        private void checkFormat() {
            YamlNode version = root.get("AWSTemplateFormatVersion");
            if (version != null && !(version instanceof YamlNode.Scalar scalar && FORMAT.equals(scalar.text()))) {
                errors.add(
                        version.at(),
                        "AWSTemplateFormatVersion must be '%s', was %s".formatted(FORMAT, version.describe()));
            }
        }

        private boolean hasSamTransform() {
            YamlNode transform = root.get("Transform");
            if (transform == null) {
                return false;
            }
            List<YamlNode> macros = transform instanceof YamlNode.Sequence list ? list.items() : List.of(transform);
            boolean sam = false;
            for (YamlNode macro : macros) {
                if (macro instanceof YamlNode.Scalar name && SAM.equals(name.text())) {
                    sam = true;
                } else if (!(macro instanceof YamlNode.Scalar extension
                        && LANGUAGE_EXTENSIONS.equals(extension.text()))) {
                    errors.add(
                            macro.at(),
                            "transform %s is not supported; supported: %s, %s"
                                    .formatted(macro.describe(), SAM, LANGUAGE_EXTENSIONS));
                }
            }
            return sam;
        }

        private List<TemplateResource> resources(YamlNode.@Nullable Mapping section, boolean sam, SamGlobals globals) {
            List<TemplateResource> resources = new ArrayList<>();
            if (section == null || section.entries().isEmpty()) {
                errors.add(root.at(), "the template has no Resources");
                return resources;
            }
            for (Map.Entry<String, YamlNode.Entry> entry : section.entries().entrySet()) {
                resource(entry.getKey(), entry.getValue(), sam, globals, resources);
            }
            return resources;
        }

        private void resource(
                String logicalId,
                YamlNode.Entry entry,
                boolean sam,
                SamGlobals globals,
                List<TemplateResource> resources) {
            if (!logicalId.matches("[A-Za-z0-9]+")) {
                errors.add(entry.keyAt(), "logical id '%s' may hold only letters and digits".formatted(logicalId));
            }
            if (!(entry.value() instanceof YamlNode.Mapping body)) {
                errors.add(
                        entry.value().at(),
                        "resource '%s' must be a map with Type and Properties, was %s"
                                .formatted(logicalId, entry.value().describe()));
                return;
            }
            ResourceMapper mapper = mapper(logicalId, entry.keyAt(), body, sam);
            body.entries().forEach((name, attribute) -> checkAttribute(logicalId, name, attribute));
            YamlNode.Mapping properties =
                    map("'%s.Properties'".formatted(logicalId), body.get("Properties"), entry.keyAt());
            if (mapper != null) {
                resources.add(new TemplateResource(
                        logicalId,
                        entry.keyAt(),
                        mapper,
                        globals.mergedInto(mapper, properties),
                        dependsOn(logicalId, body),
                        map("'%s.Metadata'".formatted(logicalId), body.get("Metadata"), entry.keyAt()),
                        condition(logicalId, body),
                        "",
                        false));
            }
        }

        private @Nullable ResourceMapper mapper(String logicalId, Position at, YamlNode.Mapping body, boolean sam) {
            YamlNode type = body.get("Type");
            if (!(type instanceof YamlNode.Scalar name)) {
                errors.add(type == null ? at : type.at(), "resource '%s' needs a Type".formatted(logicalId));
                return null;
            }
            ResourceMapper mapper = ResourceMappers.of(name.text()).orElse(null);
            if (mapper == null) {
                errors.add(
                        name.at(),
                        "resource '%s': there is no type '%s'; emulated are: %s%s"
                                .formatted(
                                        logicalId,
                                        name.text(),
                                        String.join(", ", ResourceMappers.BY_TYPE.keySet()),
                                        Suggestion.didYouMean(name.text(), ResourceMappers.BY_TYPE.keySet())));
            } else if (!sam && name.text().startsWith("AWS::Serverless::")) {
                errors.add(
                        name.at(),
                        "resource '%s': type '%s' needs 'Transform: %s' at the top of the template"
                                .formatted(logicalId, name.text(), SAM));
            }
            return mapper;
        }

        private void checkAttribute(String logicalId, String name, YamlNode.Entry attribute) {
            if (ATTRIBUTES_WITHOUT_EFFECT.contains(name)) {
                draft.ignored(attribute.keyAt(), "%s: '%s' has no effect here".formatted(logicalId, name));
            } else if (!ATTRIBUTES_READ.contains(name)) {
                errors.add(
                        attribute.keyAt(),
                        "resource '%s': '%s' is not supported; supported: %s%s"
                                .formatted(
                                        logicalId,
                                        name,
                                        String.join(", ", ATTRIBUTES_READ),
                                        Suggestion.didYouMean(name, ATTRIBUTES_READ)));
            }
        }

        private String condition(String logicalId, YamlNode.Mapping body) {
            YamlNode value = body.get("Condition");
            if (value instanceof YamlNode.Scalar name) {
                return name.text();
            }
            if (value != null) {
                errors.add(value.at(), "resource '%s': Condition must name a condition".formatted(logicalId));
            }
            return "";
        }

        private List<YamlNode.Scalar> dependsOn(String logicalId, YamlNode.Mapping body) {
            YamlNode value = body.get("DependsOn");
            if (value == null) {
                return List.of();
            }
            List<YamlNode> items = value instanceof YamlNode.Sequence list ? list.items() : List.of(value);
            List<YamlNode.Scalar> names = new ArrayList<>();
            for (YamlNode item : items) {
                if (item instanceof YamlNode.Scalar name) {
                    names.add(name);
                } else {
                    errors.add(
                            item.at(),
                            "resource '%s': DependsOn must name resources, was %s"
                                    .formatted(logicalId, item.describe()));
                }
            }
            return names;
        }

        private YamlNode.@Nullable Mapping section(String name) {
            YamlNode.Entry entry = root.entries().get(name);
            return entry == null ? null : map("section '%s'".formatted(name), entry.value(), entry.keyAt());
        }

        private YamlNode.Mapping map(String what, @Nullable YamlNode value, Position fallback) {
            if (value instanceof YamlNode.Mapping mapping) {
                return mapping;
            }
            boolean empty = value instanceof YamlNode.Scalar scalar && scalar.kind() == YamlNode.Kind.NULL;
            if (value != null && !empty) {
                errors.add(value.at(), "%s must be a map, was %s".formatted(what, value.describe()));
            }
            return new YamlNode.Mapping(Map.of(), fallback);
        }
    }
}
