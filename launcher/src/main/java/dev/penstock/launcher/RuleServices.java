package dev.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.broker.DeviceShadows;
import dev.penstock.functions.Functions;
import dev.penstock.functions.InvocationResult;
import dev.penstock.launcher.settings.RuleOptions;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.ExternalServices;
import dev.penstock.rules.ExternalServices.KeyPart;
import dev.penstock.store.Tables;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What stands behind the SQL functions that ask other services: hops of this pipeline, and files that the user names. */
final class RuleServices {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int BAD_GATEWAY = 502;

    private RuleServices() {}

    /** Models have nothing behind them yet; the registry of things is not added here. */
    static ExternalServices of(Functions functions, Tables tables, DeviceShadows shadows, RuleOptions options) {
        ExternalServices services = ExternalServices.NONE
                .withFunctions((arn, event) -> functions.invoke(arn, event).thenApply(RuleServices::answer))
                .withItems((table, partition, sort) -> item(tables, table, partition, sort))
                .withShadows((thing, name) -> shadow(shadows, thing, name));
        if (!options.secrets().isEmpty()) {
            services = services.withSecrets(new SecretTexts(options.secrets()));
        }
        return options.objects().isPresent()
                ? services.withObjects(new ObjectFolder(options.objects().get()))
                : services;
    }

    private static CompletionStage<JsonNode> shadow(DeviceShadows shadows, String thing, String name) {
        try {
            return CompletableFuture.completedStage(shadows.document(thing, name));
        } catch (AwsException refusal) {
            return CompletableFuture.failedStage(refusal);
        }
    }

    /** @throws AwsException with the function's error document */
    private static Bytes answer(InvocationResult result) {
        if (result.functionError() != null) {
            throw new AwsException(
                    result.functionError(),
                    BAD_GATEWAY,
                    "the function failed: " + result.payload().utf8());
        }
        return result.payload();
    }

    private static CompletionStage<Optional<JsonNode>> item(
            Tables tables, String table, KeyPart partition, @Nullable KeyPart sort) {
        Map<String, Object> key = new HashMap<>();
        key.put(partition.name(), keyValue(partition.value()));
        if (sort != null) {
            key.put(sort.name(), keyValue(sort.value()));
        }
        return tables.item(table, key).thenApply(found -> found.map(RuleServices::object));
    }

    private static Object keyValue(JsonNode value) {
        return value.isNumber() ? value.decimalValue() : value.asText();
    }

    private static JsonNode object(Map<?, ? extends @Nullable Object> item) {
        ObjectNode object = JSON.objectNode();
        item.forEach((name, value) -> object.set(String.valueOf(name), json(value)));
        return object;
    }

    /** A set becomes an array, bytes Base64. */
    private static JsonNode json(@Nullable Object value) {
        if (value == null) {
            return JSON.nullNode();
        }
        if (value instanceof BigDecimal number) {
            return JSON.numberNode(number);
        }
        if (value instanceof Boolean truth) {
            return JSON.booleanNode(truth);
        }
        if (value instanceof Bytes bytes) {
            return JSON.textNode(bytes.base64());
        }
        if (value instanceof Map<?, ?> map) {
            return object(map);
        }
        if (value instanceof Collection<?> members) {
            ArrayNode array = JSON.arrayNode();
            members.forEach(member -> array.add(json(member)));
            return array;
        }
        return JSON.textNode(String.valueOf(value));
    }
}
