package dev.penstock.rules.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.rules.ExternalServices;
import dev.penstock.rules.ExternalServices.RegistryReader;
import dev.penstock.rules.ExternalServices.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Stand-ins for the services that SQL functions reach. All of them are always there; a call that the case has no fixture
 * for fails like a call for something that does not exist.
 */
final class Fixtures {
    /** A case without fixtures. */
    static final Fixtures NONE = new Fixtures();

    private final Map<String, Secret> secrets = new LinkedHashMap<>();
    private final Map<String, Map<String, JsonNode>> shadows = new LinkedHashMap<>();
    private final Map<String, JsonNode> things = new LinkedHashMap<>();
    private final Map<String, JsonNode> predictions = new LinkedHashMap<>();
    private final Map<String, Bytes> objects = new LinkedHashMap<>();
    private FixtureFunctions functions = FixtureFunctions.NONE;
    private FixtureTables tables = FixtureTables.NONE;

    private Fixtures() {}

    /** Reads the member {@code fixtures} of a case. */
    static Fixtures read(CaseFields fields) {
        Fixtures fixtures = new Fixtures();
        fixtures.functions = FixtureFunctions.read(fields.object("lambda"));
        fixtures.tables = FixtureTables.read(fields.object("dynamodb"));
        fixtures.secrets(fields.object("secrets"));
        fixtures.shadows(fields.object("shadows"));
        fixtures.documents(fields.object("things"), fixtures.things);
        fixtures.documents(fields.object("machinelearning"), fixtures.predictions);
        fixtures.objects(fields.object("s3Base64"));
        fields.done();
        return fixtures;
    }

    /** @param account the one in ARNs */
    ExternalServices services(String account) {
        return new ExternalServices(
                functions::invoke,
                tables::item,
                id -> found("secrets", id, secrets.get(id)),
                (thing, name) -> found(
                        "shadows",
                        thing + "." + name,
                        shadows.getOrDefault(thing, Map.of()).get(name)),
                new Things(things, account),
                (model, record) -> found("machinelearning", model, predictions.get(model)),
                (bucket, key) -> found("s3Base64", bucket + "/" + key, objects.get(bucket + "/" + key)));
    }

    private void secrets(CaseFields fields) {
        for (String id : fields.names()) {
            CaseFields secret = fields.object(id);
            String text = secret.text("SecretString");
            byte[] binary = secret.base64("SecretBinaryBase64");
            secret.done();
            if ((text == null) == (binary == null)) {
                fields.wrong(id, "one of SecretString and SecretBinaryBase64 is expected");
            }
            secrets.put(id, new Secret(text, binary == null ? null : Bytes.wrap(binary)));
        }
    }

    private void shadows(CaseFields fields) {
        for (String thing : fields.names()) {
            Map<String, JsonNode> named = new LinkedHashMap<>();
            documents(fields.object(thing), named);
            shadows.put(thing, named);
        }
    }

    private void documents(CaseFields fields, Map<String, JsonNode> into) {
        for (String name : fields.names()) {
            into.put(name, fields.json(name));
            if (!fields.json(name).isObject()) {
                fields.wrong(name, "a JSON object is expected, this is " + fields.json(name));
            }
        }
    }

    private void objects(CaseFields fields) {
        for (String name : fields.names()) {
            byte[] bytes = fields.base64(name);
            if (bytes != null) {
                objects.put(name, Bytes.wrap(bytes));
            }
        }
    }

    /** The answers of the registry; {@code groups} of a thing are names only. */
    private record Things(Map<String, JsonNode> things, String account) implements RegistryReader {

        @Override
        public CompletionStage<JsonNode> describeThing(String thing) {
            JsonNode known = things.get(thing);
            if (known instanceof ObjectNode document) {
                return CompletableFuture.completedFuture(document.deepCopy().without("groups"));
            }
            return found("things", thing, null);
        }

        @Override
        public CompletionStage<JsonNode> thingGroups(String thing) {
            JsonNode known = things.get(thing);
            if (known == null) {
                return found("things", thing, null);
            }
            ObjectNode document = Json.MAPPER.createObjectNode();
            ArrayNode groups = document.putArray("thingGroups");
            known.path("groups")
                    .forEach(group -> groups.addObject()
                            .put("groupName", group.asText())
                            .put(
                                    "groupArn",
                                    "arn:aws:iot:us-east-1:%s:thinggroup/%s".formatted(account, group.asText())));
            return CompletableFuture.completedFuture(document);
        }
    }

    static <T> CompletionStage<T> found(String kind, String name, @Nullable T value) {
        return value != null
                ? CompletableFuture.completedFuture(value)
                : failed("ResourceNotFoundException", "the case has no fixture %s.%s".formatted(kind, name));
    }

    static <T> CompletionStage<T> failed(String code, String message) {
        return CompletableFuture.failedFuture(new AwsException(code, 400, message));
    }
}
