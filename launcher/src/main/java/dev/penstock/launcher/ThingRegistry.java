package dev.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.broker.DeviceIdentities;
import dev.penstock.broker.DeviceIdentities.ThingData;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Json;
import dev.penstock.rules.ExternalServices.RegistryReader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What {@code get_registry_data} of rules reads: the things of this pipeline. */
record ThingRegistry(DeviceIdentities identities, AwsIdentity identity) implements RegistryReader {
    private static final int NOT_FOUND = 404;

    @Override
    public CompletionStage<JsonNode> describeThing(String name) {
        return identities
                .thing(name)
                .<CompletionStage<JsonNode>>map(thing -> CompletableFuture.completedStage(document(thing)))
                .orElseGet(() -> CompletableFuture.failedStage(unknown(name)));
    }

    private ObjectNode document(ThingData thing) {
        ObjectNode document = Json.MAPPER
                .createObjectNode()
                .put("defaultClientId", thing.name())
                .put("thingName", thing.name())
                .put("thingId", thing.id())
                .put("thingArn", arn("thing/" + thing.name()));
        thing.type().ifPresent(type -> document.put("thingTypeName", type));
        ObjectNode attributes = document.putObject("attributes");
        thing.attributes().forEach(attributes::put);
        return document.put("version", thing.version());
    }

    @Override
    public CompletionStage<JsonNode> thingGroups(String name) {
        if (identities.thing(name).isEmpty()) {
            return CompletableFuture.failedStage(unknown(name));
        }
        ObjectNode document = Json.MAPPER.createObjectNode();
        ArrayNode groups = document.putArray("thingGroups");
        identities
                .groups(name)
                .forEach(group ->
                        groups.addObject().put("groupName", group).put("groupArn", arn("thinggroup/" + group)));
        return CompletableFuture.completedStage(document);
    }

    private String arn(String resource) {
        return identity.arn("iot", resource).toString();
    }

    private static AwsException unknown(String thing) {
        return new AwsException("ResourceNotFoundException", NOT_FOUND, "Thing %s not found.".formatted(thing));
    }
}
