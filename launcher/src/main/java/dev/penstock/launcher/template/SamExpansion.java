package dev.penstock.launcher.template;

import dev.penstock.launcher.template.resource.PlanDraft;
import dev.penstock.launcher.template.resource.PropertyReader;
import dev.penstock.launcher.template.resource.ResourceMapper;
import dev.penstock.launcher.template.resource.ResourceMappers;
import dev.penstock.launcher.template.resource.ServerlessFunction;
import dev.penstock.launcher.template.resource.Stack;
import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.Position;
import dev.penstock.launcher.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes of SAM's resources what SAM's transform makes of them, under the same logical ids. A function stays a
 * serverless function here; what it brings with it (role, events, alias, destinations) becomes resources of their own.
 * Source: SAM developer guide, generated resources; checked against the official translator.
 */
final class SamExpansion {
    static final String SIMPLE_TABLE = "AWS::Serverless::SimpleTable";
    private static final Set<String> APART =
            Set.of("Events", "EventInvokeConfig", "AutoPublishAlias", "VersionDescription");
    private static final Map<String, String> KEY_TYPES = Map.of("String", "S", "Number", "N", "Binary", "B");

    private final Stack stack;
    private final PropertyReader.Resolver resolver;
    private final PlanDraft draft;
    private final Findings errors;

    /** @param resolver computes what needs no resource */
    SamExpansion(Stack stack, PropertyReader.Resolver resolver, PlanDraft draft, Findings errors) {
        this.stack = stack;
        this.resolver = resolver;
        this.draft = draft;
        this.errors = errors;
    }

    /** The resource itself, then what is made beside it. */
    List<TemplateResource> of(TemplateResource resource) {
        String type = resource.mapper().type();
        if (type.equals(SIMPLE_TABLE)) {
            return List.of(simpleTable(resource));
        }
        return type.equals(ServerlessFunction.TYPE) ? function(resource) : List.of(resource);
    }

    private List<TemplateResource> function(TemplateResource function) {
        List<TemplateResource> all = new ArrayList<>();
        YamlNode.Mapping properties = function.properties();
        all.add(replaced(function, SamNodes.without(properties, APART)));
        if (properties.get("Role") == null) {
            all.add(function.beside(function.logicalId() + "Role", mapper("AWS::IAM::Role"), empty(function.at()), ""));
        }
        String alias = alias(function, all);
        YamlNode target = SamNodes.ref(
                function.at(), alias.isEmpty() ? function.logicalId() : function.logicalId() + "Alias" + alias);
        new SamEvents(function, target, !alias.isEmpty(), draft, errors).addTo(all);
        new SamInvokeConfig(function, alias, errors).addTo(all);
        return all;
    }

    private String alias(TemplateResource function, List<TemplateResource> all) {
        YamlNode given = function.properties().get("AutoPublishAlias");
        YamlNode value = given == null ? null : resolver.resolve(given);
        if (!(value instanceof YamlNode.Scalar name) || name.kind() == YamlNode.Kind.UNKNOWN) {
            if (value != null && !(value instanceof YamlNode.Scalar)) {
                errors.add(value.at(), "%s: 'AutoPublishAlias' must be a text".formatted(function.logicalId()));
            }
            return "";
        }
        String id = function.logicalId();
        String versionId = id + "Version" + stack.hexSuffix(stack.name() + "/" + id);
        Map<String, YamlNode> version = new LinkedHashMap<>();
        version.put("FunctionName", SamNodes.ref(name.at(), id));
        YamlNode description = function.properties().get("VersionDescription");
        if (description != null) {
            version.put("Description", description);
        }
        all.add(function.beside(
                versionId, mapper("AWS::Lambda::Version"), SamNodes.map(name.at(), version), id + ".Version"));
        all.add(function.beside(
                id + "Alias" + name.text(),
                mapper("AWS::Lambda::Alias"),
                SamNodes.map(
                        name.at(),
                        Map.of(
                                "FunctionName",
                                SamNodes.ref(name.at(), id),
                                "FunctionVersion",
                                SamNodes.attribute(name.at(), versionId, "Version"),
                                "Name",
                                name)),
                id + ".Alias"));
        return name.text();
    }

    /** A key of its own or {@code id}, and capacity on demand unless it is given. */
    private TemplateResource simpleTable(TemplateResource table) {
        YamlNode.Mapping properties = table.properties();
        Position at = properties.at();
        YamlNode.Mapping key =
                properties.get("PrimaryKey") instanceof YamlNode.Mapping map ? map : new YamlNode.Mapping(Map.of(), at);
        YamlNode givenName = key.get("Name");
        YamlNode name = givenName == null ? YamlNode.text("id", at) : givenName;
        YamlNode given = key.get("Type");
        String type = given instanceof YamlNode.Scalar scalar ? scalar.text() : "String";
        Map<String, YamlNode> made = new LinkedHashMap<>();
        made.put(
                "KeySchema",
                SamNodes.list(
                        at, SamNodes.map(at, Map.of("AttributeName", name, "KeyType", YamlNode.text("HASH", at)))));
        made.put(
                "AttributeDefinitions",
                SamNodes.list(
                        at,
                        SamNodes.map(
                                at,
                                Map.of(
                                        "AttributeName",
                                        name,
                                        "AttributeType",
                                        YamlNode.text(KEY_TYPES.getOrDefault(type, type), key.at())))));
        if (properties.get("ProvisionedThroughput") == null) {
            made.put("BillingMode", YamlNode.text("PAY_PER_REQUEST", at));
        }
        return replaced(table, SamNodes.with(SamNodes.without(properties, Set.of("PrimaryKey")), made));
    }

    private static TemplateResource replaced(TemplateResource resource, YamlNode.Mapping properties) {
        return new TemplateResource(
                resource.logicalId(),
                resource.at(),
                resource.mapper(),
                properties,
                resource.dependsOn(),
                resource.metadata(),
                resource.condition(),
                "",
                false);
    }

    static ResourceMapper mapper(String type) {
        return ResourceMappers.of(type).orElseThrow();
    }

    private static YamlNode.Mapping empty(Position at) {
        return new YamlNode.Mapping(Map.of(), at);
    }
}
