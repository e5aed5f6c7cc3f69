package dev.penstock.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Bytes;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What the SQL functions that reach other services call. A rule that uses a function whose service is null here is
 * refused when it is created. No method blocks; a call that fails is a stage that fails with
 * {@link dev.penstock.platform.aws.AwsException}, which ends the rule.
 *
 * @param functions for {@code aws_lambda}
 * @param items for {@code get_dynamodb}
 * @param secrets for {@code get_secret}
 * @param shadows for {@code get_thing_shadow}
 * @param registry for {@code get_registry_data}
 * @param predictor for {@code machinelearning_predict}
 * @param objects for {@code decode(.., 'proto', ..)}, which reads its descriptors from S3
 */
public record ExternalServices(
        @Nullable FunctionInvoker functions,
        @Nullable ItemReader items,
        @Nullable SecretReader secrets,
        @Nullable ShadowReader shadows,
        @Nullable RegistryReader registry,
        @Nullable Predictor predictor,
        @Nullable ObjectReader objects) {
    /** No service at all. */
    public static final ExternalServices NONE = new ExternalServices(null, null, null, null, null, null, null);

    public ExternalServices withFunctions(FunctionInvoker invoker) {
        return new ExternalServices(invoker, items, secrets, shadows, registry, predictor, objects);
    }

    public ExternalServices withItems(ItemReader reader) {
        return new ExternalServices(functions, reader, secrets, shadows, registry, predictor, objects);
    }

    public ExternalServices withSecrets(SecretReader reader) {
        return new ExternalServices(functions, items, reader, shadows, registry, predictor, objects);
    }

    public ExternalServices withShadows(ShadowReader reader) {
        return new ExternalServices(functions, items, secrets, reader, registry, predictor, objects);
    }

    public ExternalServices withRegistry(RegistryReader reader) {
        return new ExternalServices(functions, items, secrets, shadows, reader, predictor, objects);
    }

    public ExternalServices withPredictor(Predictor model) {
        return new ExternalServices(functions, items, secrets, shadows, registry, model, objects);
    }

    public ExternalServices withObjects(ObjectReader reader) {
        return new ExternalServices(functions, items, secrets, shadows, registry, predictor, reader);
    }

    /** Invokes Lambda functions and waits for their answer. */
    public interface FunctionInvoker {
        /**
         * @param event the JSON document that the handler gets
         * @return the JSON document that the handler gave back
         */
        CompletionStage<Bytes> invoke(String functionArn, Bytes event);
    }

    /** Reads items of DynamoDB tables. */
    public interface ItemReader {
        /**
         * @param sort null for a table without a sort key
         * @return the item as plain JSON, without type descriptors; empty when there is none with that key
         */
        CompletionStage<Optional<JsonNode>> item(String table, KeyPart partition, @Nullable KeyPart sort);
    }

    /** One attribute of a key: a JSON string or number. */
    public record KeyPart(String name, JsonNode value) {}

    /** Reads secrets. */
    public interface SecretReader {
        /** @param id name or ARN */
        CompletionStage<Secret> secret(String id);
    }

    /** A secret: one of both is there. */
    public record Secret(@Nullable String text, @Nullable Bytes binary) {}

    /** Reads device shadows. */
    public interface ShadowReader {
        /**
         * @param shadowName empty for the classic shadow
         * @return the whole document, with {@code state}, {@code metadata}, {@code version}, {@code timestamp}
         */
        CompletionStage<JsonNode> shadow(String thing, String shadowName);
    }

    /** Reads the registry of things; the answers have the shape of the IoT API. */
    public interface RegistryReader {
        CompletionStage<JsonNode> describeThing(String thing);

        CompletionStage<JsonNode> thingGroups(String thing);
    }

    /** Asks an Amazon Machine Learning model. */
    public interface Predictor {
        /** @param record an object whose values are JSON strings, numbers and Booleans */
        CompletionStage<JsonNode> predict(String modelId, JsonNode record);
    }

    /** Reads objects of S3 buckets. */
    public interface ObjectReader {
        CompletionStage<Bytes> object(String bucket, String key);
    }
}
