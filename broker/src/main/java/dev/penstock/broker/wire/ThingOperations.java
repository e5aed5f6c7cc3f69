package dev.penstock.broker.wire;

import dev.penstock.broker.identity.IdentityErrors;
import dev.penstock.broker.identity.Registry;
import dev.penstock.broker.identity.Thing;
import dev.penstock.broker.identity.Things;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CreateThing, DescribeThing, UpdateThing, DeleteThing, ListThings, and what is attached to things. */
final class ThingOperations {
    private static final String PRINCIPAL = "x-amzn-principal";

    private final Things things;

    ThingOperations(Registry registry) {
        things = registry.things();
    }

    WireOutput.Body create(RestInput in) {
        WireInput body = in.json();
        Thing thing = things.create(
                in.label("thingName"),
                body.text("thingTypeName").orElse(null),
                body.text("billingGroupName").orElse(null),
                Fields.attributes(body.structure("attributePayload")).orElse(Map.of()));
        return out -> out.text("thingName", thing.name())
                .text("thingArn", things.arn(thing.name()))
                .text("thingId", thing.id());
    }

    WireOutput.Body describe(RestInput in) {
        Thing thing = things.get(in.label("thingName"));
        return out -> {
            out.text("defaultClientId", thing.name()).text("thingId", thing.id());
            out.text("billingGroupName", thing.billing());
            write(thing, out);
        };
    }

    WireOutput.Body update(RestInput in) {
        WireInput body = in.json();
        Optional<WireInput> payload = body.structure("attributePayload");
        things.update(
                in.label("thingName"),
                new Thing.Change(
                        Fields.attributes(payload),
                        Fields.merge(payload),
                        body.text("thingTypeName"),
                        body.bool("removeThingType").orElse(false),
                        body.number("expectedVersion")));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body delete(RestInput in) {
        things.delete(in.label("thingName"), Fields.expectedVersion(in));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body list(RestInput in) {
        Optional<String> type = in.query("thingTypeName");
        Optional<String> attribute = in.query("attributeName");
        Optional<String> value = in.query("attributeValue");
        boolean prefix = Fields.flag(in, "usePrefixAttributeValue");
        if (attribute.isPresent() != value.isPresent()) {
            throw IdentityErrors.invalid("attributeName and attributeValue must be given together");
        }
        List<Thing> found = things.all().stream()
                .filter(thing -> type.isEmpty() || type.equals(thing.typeName()))
                .filter(thing -> attribute.isEmpty() || has(thing, attribute.get(), value.orElse(""), prefix))
                .toList();
        return Paging.byToken(in).structures("things", found, Thing::name, this::write);
    }

    private static boolean has(Thing thing, String attribute, String value, boolean prefix) {
        String found = thing.attributes().get(attribute);
        return found != null && (prefix ? found.startsWith(value) : found.equals(value));
    }

    WireOutput.Body attach(RestInput in) {
        if (in.query("thingPrincipalType").filter("EXCLUSIVE_THING"::equals).isPresent()) {
            throw IdentityErrors.invalid(
                    "EXCLUSIVE_THING is not emulated by Penstock; attach it as NON_EXCLUSIVE_THING");
        }
        things.attach(in.label("thingName"), Fields.header(in, PRINCIPAL, "principal"));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body detach(RestInput in) {
        things.detach(in.label("thingName"), Fields.header(in, PRINCIPAL, "principal"));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body principals(RestInput in) {
        return Paging.byToken(in).texts("principals", things.principals(in.label("thingName")));
    }

    WireOutput.Body ofPrincipal(RestInput in) {
        return Paging.byToken(in).texts("things", things.ofPrincipal(Fields.header(in, PRINCIPAL, "principal")));
    }

    private void write(Thing thing, WireOutput out) throws IOException {
        out.text("thingName", thing.name()).text("thingArn", things.arn(thing.name()));
        out.text("thingTypeName", thing.typeName());
        out.structure("attributes", attributes -> {
            for (Map.Entry<String, String> attribute : thing.attributes().entrySet()) {
                attributes.text(attribute.getKey(), attribute.getValue());
            }
        });
        out.number("version", thing.version());
    }
}
