package dev.penstock.broker.wire;

import dev.penstock.broker.identity.Registry;
import dev.penstock.broker.identity.ThingType;
import dev.penstock.broker.identity.ThingTypes;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** CreateThingType, DescribeThingType, DeprecateThingType, DeleteThingType, ListThingTypes. */
final class ThingTypeOperations {
    private final ThingTypes types;

    ThingTypeOperations(Registry registry) {
        types = registry.types();
    }

    WireOutput.Body create(RestInput in) {
        WireInput body = in.json();
        Fields.refuseTags(body);
        Optional<WireInput> properties = body.structure("thingTypeProperties");
        properties.ifPresent(given -> Fields.refuse(given, "mqtt5Configuration"));
        ThingType type = types.create(
                in.label("thingTypeName"),
                properties.flatMap(given -> given.text("thingTypeDescription")).orElse(""),
                properties.flatMap(given -> given.texts("searchableAttributes")).orElse(List.of()));
        return out -> names(type, out).text("thingTypeId", type.id());
    }

    WireOutput.Body describe(RestInput in) {
        ThingType type = types.get(in.label("thingTypeName"));
        return out -> {
            out.text("thingTypeId", type.id());
            write(type, out);
        };
    }

    /** AWS makes one wait five minutes before a deprecated type can be deleted; here it can be at once. */
    WireOutput.Body deprecate(RestInput in) {
        types.deprecate(
                in.label("thingTypeName"), in.json().bool("undoDeprecate").orElse(false));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body delete(RestInput in) {
        types.delete(in.label("thingTypeName"));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body list(RestInput in) {
        Optional<String> name = in.query("thingTypeName");
        List<ThingType> found = types.all().stream()
                .filter(type -> name.isEmpty() || name.get().equals(type.name()))
                .toList();
        return Paging.byToken(in).structures("thingTypes", found, ThingType::name, this::write);
    }

    private WireOutput names(ThingType type, WireOutput out) throws IOException {
        return out.text("thingTypeName", type.name()).text("thingTypeArn", types.arn(type.name()));
    }

    private void write(ThingType type, WireOutput out) throws IOException {
        names(type, out)
                .structure(
                        "thingTypeProperties",
                        properties -> properties
                                .text("thingTypeDescription", type.description())
                                .texts("searchableAttributes", type.searchableAttributes()))
                .structure("thingTypeMetadata", metadata -> {
                    metadata.bool("deprecated", type.deprecatedAt().isPresent());
                    if (type.deprecatedAt().isPresent()) {
                        metadata.timestamp(
                                "deprecationDate", type.deprecatedAt().get());
                    }
                    metadata.timestamp("creationDate", type.createdAt());
                });
    }
}
