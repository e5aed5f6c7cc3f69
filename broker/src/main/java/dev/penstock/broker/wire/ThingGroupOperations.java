package dev.penstock.broker.wire;

import dev.penstock.broker.identity.IdentityErrors;
import dev.penstock.broker.identity.Registry;
import dev.penstock.broker.identity.ThingGroup;
import dev.penstock.broker.identity.ThingGroups;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Static thing groups and what is in them. */
final class ThingGroupOperations {
    private final ThingGroups groups;

    ThingGroupOperations(Registry registry) {
        groups = registry.groups();
    }

    WireOutput.Body create(RestInput in) {
        WireInput body = in.json();
        Fields.refuseTags(body);
        Optional<WireInput> properties = body.structure("thingGroupProperties");
        ThingGroup group = groups.create(
                in.label("thingGroupName"),
                body.text("parentGroupName").orElse(null),
                description(properties).orElse(""),
                attributes(properties).orElse(Map.of()));
        return out ->
                names(group.name(), "thingGroupName", "thingGroupArn", out).text("thingGroupId", group.id());
    }

    WireOutput.Body describe(RestInput in) {
        ThingGroup group = groups.get(in.label("thingGroupName"));
        return out -> names(group.name(), "thingGroupName", "thingGroupArn", out)
                .text("thingGroupId", group.id())
                .number("version", group.version())
                .structure(
                        "thingGroupProperties",
                        properties -> properties
                                .text("thingGroupDescription", group.description())
                                .structure(
                                        "attributePayload",
                                        payload -> payload.structure("attributes", attributes -> {
                                            for (Map.Entry<String, String> attribute :
                                                    group.attributes().entrySet()) {
                                                attributes.text(attribute.getKey(), attribute.getValue());
                                            }
                                        })))
                .structure("thingGroupMetadata", metadata -> {
                    metadata.text("parentGroupName", group.parentName());
                    metadata.structures(
                            "rootToParentThingGroups",
                            ancestors(group),
                            (name, item) -> names(name, "groupName", "groupArn", item));
                    metadata.timestamp("creationDate", group.createdAt());
                });
    }

    private List<String> ancestors(ThingGroup group) {
        List<String> names = new ArrayList<>();
        for (Optional<String> parent = group.parentName();
                parent.isPresent();
                parent = groups.get(parent.get()).parentName()) {
            names.add(0, parent.get());
        }
        return names;
    }

    WireOutput.Body update(RestInput in) {
        WireInput body = in.json();
        Optional<WireInput> properties = body.structure("thingGroupProperties");
        ThingGroup group = groups.update(
                in.label("thingGroupName"),
                description(properties),
                attributes(properties),
                Fields.merge(properties.flatMap(given -> given.structure("attributePayload"))),
                body.number("expectedVersion"));
        return out -> out.number("version", group.version());
    }

    WireOutput.Body delete(RestInput in) {
        groups.delete(in.label("thingGroupName"), Fields.expectedVersion(in));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body list(RestInput in) {
        Optional<String> parent = in.query("parentGroup");
        Optional<String> prefix = in.query("namePrefixFilter");
        parent.ifPresent(groups::get);
        boolean recursive = in.query("recursive").isEmpty() || Fields.flag(in, "recursive");
        List<String> found = groups.all().stream()
                .filter(group -> prefix.isEmpty() || group.name().startsWith(prefix.get()))
                .filter(group -> parent.isEmpty()
                        ? recursive || group.parentName().isEmpty()
                        : recursive
                                ? ancestors(group).contains(parent.get())
                                : group.parentName().equals(parent))
                .map(ThingGroup::name)
                .toList();
        return page(in, found);
    }

    private WireOutput.Body page(RestInput in, List<String> names) {
        return Paging.byToken(in)
                .structures(
                        "thingGroups", names, name -> name, (name, item) -> names(name, "groupName", "groupArn", item));
    }

    WireOutput.Body add(RestInput in) {
        WireInput body = in.json();
        groups.add(name(body, "thingGroup"), name(body, "thing"));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body remove(RestInput in) {
        WireInput body = in.json();
        groups.remove(name(body, "thingGroup"), name(body, "thing"));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body things(RestInput in) {
        return Paging.byToken(in)
                .texts("things", groups.things(in.label("thingGroupName"), Fields.flag(in, "recursive")));
    }

    WireOutput.Body ofThing(RestInput in) {
        return page(in, groups.ofThing(in.label("thingName")));
    }

    /** By name or by ARN. */
    private static String name(WireInput body, String what) {
        Optional<String> arn = body.text(what + "Arn");
        return body.text(what + "Name")
                .or(() -> arn.map(text -> text.substring(text.lastIndexOf('/') + 1)))
                .orElseThrow(() -> IdentityErrors.invalid("Give %sName or %sArn".formatted(what, what)));
    }

    private static Optional<String> description(Optional<WireInput> properties) {
        return properties.flatMap(given -> given.text("thingGroupDescription"));
    }

    private static Optional<Map<String, String>> attributes(Optional<WireInput> properties) {
        return Fields.attributes(properties.flatMap(given -> given.structure("attributePayload")));
    }

    private WireOutput names(String name, String nameMember, String arnMember, WireOutput out) throws IOException {
        return out.text(nameMember, name).text(arnMember, groups.arn(name));
    }
}
